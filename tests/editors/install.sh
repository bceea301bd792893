# What the tests of single editors share: to be sourced. Installs quietly, and says so where it cannot.

# impossible WHAT LOG: ends the test, with the status that says that nothing was tested.
impossible() {
  tail -n 15 "$2" >&2
  echo "cannot install $1; the test of this editor needs it" >&2
  exit 75
}

# debian COMMAND PACKAGE...: installs Debian's packages, unless the command is there.
debian() {
  local command=$1 log
  shift
  command -v "$command" >/dev/null && return
  log=$(mktemp)
  apt-get install -y --no-install-recommends "$@" >"$log" 2>&1 \
    || { apt-get update >"$log" 2>&1 && apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1; } \
    || impossible "$* with apt-get" "$log"
  command -v "$command" >/dev/null || impossible "$command with $*" "$log"
}

# python PACKAGE==VERSION...: a virtual environment that has exactly these; its folder is printed.
python() {
  local folder log
  folder="$HOTKIT_EDITORS_CACHE/python-$(printf '%s\n' "$@" | sha256sum | cut -c1-12)"
  if [ ! -e "$folder/complete" ]; then
    log=$(mktemp)
    rm -rf "$folder"
    { python3 -m venv "$folder" && "$folder/bin/pip" install --quiet --disable-pip-version-check "$@" && touch "$folder/complete"; } \
      >"$log" 2>&1 || impossible "$* with pip" "$log"
  fi
  echo "$folder"
}

# node_packages NAME PACKAGE@VERSION...: a folder with exactly these, without their install scripts; its path is printed.
node_packages() {
  local folder log
  folder="$HOTKIT_EDITORS_CACHE/$1-$(printf '%s\n' "$@" | sha256sum | cut -c1-12)"
  shift
  if [ ! -e "$folder/complete" ]; then
    log=$(mktemp)
    rm -rf "$folder"
    mkdir -p "$folder"
    echo '{"private":true}' >"$folder/package.json"
    { (cd "$folder" && npm install --ignore-scripts --no-audit --no-fund "$@") && touch "$folder/complete"; } \
      >"$log" 2>&1 || impossible "$* with npm" "$log"
  fi
  echo "$folder"
}
