# Emacs of the distribution with eglot and with lsp-mode, as editors/emacs says.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
source "$here/../install.sh"

debian emacs emacs-nox elpa-eglot elpa-yaml-mode elpa-lsp-mode
# The packages may be missing where Emacs was there before.
[ -d /usr/share/emacs/site-lisp/elpa-src ] && ls /usr/share/emacs/site-lisp/elpa-src | grep -q '^lsp-mode' \
  || { apt-get update >/dev/null 2>&1; apt-get install -y --no-install-recommends elpa-eglot elpa-yaml-mode elpa-lsp-mode >/dev/null 2>&1; } \
  || { echo 'cannot install elpa-eglot, elpa-yaml-mode and elpa-lsp-mode with apt-get' >&2; exit 75; }

for client in eglot lsp-mode; do
  for with_yaml in yes no; do
    project=$(mktemp -d -p "$HOTKIT_WORK")
    cp -r "$here/../project/." "$project"
    mkdir "$project/bin" "$project/home"
    ln -s "$HOTKIT" "$project/bin/hotkit"
    # shellcheck disable=SC2015
    (cd "$project" && HOME="$project/home" PATH="$project/bin:$PATH" CLIENT=$client WITH_YAML=$with_yaml \
      timeout 150 emacs --batch -Q -L "$root/editors/emacs" -l "$here/check.el" 2>&1) \
      | tee "$HOTKIT_WORK/emacs.log" | grep -E '^(ok |FAILED|finished)' || true
    grep -q '^finished$' "$HOTKIT_WORK/emacs.log" || { tail -n 20 "$HOTKIT_WORK/emacs.log"; exit 1; }
  done
done
echo done
