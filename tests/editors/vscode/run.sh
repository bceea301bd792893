# VS Code itself (its server edition, from npm) in headless Chromium, with the extension as it is packaged.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
source "$here/../install.sh"
work=$HOTKIT_WORK

debian chromium chromium fonts-dejavu-core
# VS Code's server wants Node 24, whatever the system has.
arch=$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
node24=$(node_packages node24 "node-linux-$arch@24.21.0")
export PATH="$node24/node_modules/node-linux-$arch/bin:$PATH"
server=$(node_packages code-server code-server@4.139.1)
if [ ! -e "$server/vscode" ]; then
  log=$(mktemp)
  (cd "$server/node_modules/code-server/lib/vscode" \
    && npm install --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund \
    && npm install --no-save --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund "@parcel/watcher-linux-$arch-glibc@2.5.6") \
    >"$log" 2>&1 || impossible 'the parts of code-server with npm' "$log"
  touch "$server/vscode"
fi
tools=$(node_packages playwright playwright-core@1.65.1)

# The extension is built in a copy: nothing is left in the repository.
mkdir -p "$work/extension"
(cd "$root/editors/vscode" && tar -c --exclude=node_modules --exclude=dist --exclude='*.vsix' .) | tar -x -C "$work/extension"
log=$(mktemp)
# esbuild brings its binary as a package; no install script is needed.
(cd "$work/extension" && npm ci --ignore-scripts --no-audit --no-fund && npm run package) >"$log" 2>&1 \
  || { tail -n 30 "$log" >&2; echo 'the extension cannot be built' >&2; exit 1; }
echo "ok the extension is built and packaged: $(stat -c %s "$work/extension/hotkit.vsix") bytes"

mkdir -p "$work/user/User" "$work/user/Machine" "$work/project"
cp -r "$here/../project/." "$work/project"
cat >"$work/user/User/settings.json" <<END
{
  "workbench.startupEditor": "none", "files.autoSave": "off", "workbench.colorTheme": "Default Dark Modern", "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden", "window.commandCenter": false,
  "editor.fontFamily": "DejaVu Sans Mono", "editor.fontSize": 13, "editor.minimap.enabled": false,
  "telemetry.telemetryLevel": "off", "update.mode": "none", "extensions.autoCheckUpdates": false, "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true, "chat.disableAIFeatures": true, "git.enabled": false, "security.workspace.trust.enabled": false
}
END
# Where a program lies is a setting of the machine.
echo "{ \"hotkit.path\": \"$HOTKIT\" }" >"$work/user/Machine/settings.json"
echo 'cert: false' >"$work/config.yaml"
# Nothing is asked of an extension gallery.
nowhere=http://127.0.0.1:9
export EXTENSIONS_GALLERY="{\"serviceUrl\":\"$nowhere\",\"itemUrl\":\"$nowhere\",\"resourceUrlTemplate\":\"$nowhere/{path}\"}"
code=(node "$server/node_modules/code-server/out/node/entry.js" --config "$work/config.yaml" --extensions-dir "$work/extensions" --user-data-dir "$work/user")
"${code[@]}" --install-extension "$work/extension/hotkit.vsix" >"$work/install.log" 2>&1 || { cat "$work/install.log"; exit 1; }
# A stand-in for the YAML extension of Red Hat: it has that one's name and its door for other extensions.
mkdir -p "$work/yaml"
cp "$here/yaml-double/"* "$work/yaml"
(cd "$work/yaml" && "$work/extension/node_modules/.bin/vsce" package --no-dependencies --allow-missing-repository --skip-license -o yaml.vsix) >"$work/install.log" 2>&1 \
  && "${code[@]}" --install-extension "$work/yaml/yaml.vsix" >>"$work/install.log" 2>&1 || { cat "$work/install.log"; exit 1; }

port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
setsid "${code[@]}" --auth none --bind-addr "127.0.0.1:$port" --disable-telemetry --disable-update-check --disable-workspace-trust \
  "$work/project" >"$work/server.log" 2>&1 &
pid=$!
trap 'kill -- -$pid 2>/dev/null || true' EXIT
for _ in $(seq 120); do
  curl -sf -o /dev/null "http://127.0.0.1:$port/healthz" && break
  sleep 0.5
done
PLAYWRIGHT="$tools/node_modules/playwright-core/index.mjs" BASE="http://127.0.0.1:$port" PROJECT="$work/project" \
  PICTURES="${HOTKIT_PICTURES:+$root/docs/pictures}" FAILURE="${HOTKIT_EDITORS_FAILURE:-$work/failure.png}" timeout 330 node "$here/drive.mjs"
