# The protocol itself, with the capabilities that VS Code, Neovim and Emacs announce, checked against the types of the
# specification by lsprotocol.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../install.sh"

environment=$(python pytest==9.2.0 pytest-asyncio==1.5.0 pytest-lsp==1.0.1 pygls==2.1.1 lsprotocol==2025.0.0)
cp -r "$here/../project/." "$HOTKIT_WORK"
cp "$here/test_session.py" "$HOTKIT_WORK"
cd "$HOTKIT_WORK"
"$environment/bin/python" -m pytest -q -rA -p no:cacheprovider -W error::pytest_lsp.LspSpecificationWarning --asyncio-mode=auto test_session.py >pytest.log 2>&1 \
  || { tail -n 80 pytest.log; exit 1; }
# One line for each test that passed, as the other editors print them.
sed -n 's/^PASSED test_session.py::test_\(.*\)$/ok \1/p' pytest.log | tr '_' ' '
tail -n 1 pytest.log
echo done
