// The dependency graph beside the text: resources in the columns of their waves, the one at the cursor chosen.

const vscode = require('vscode');

// The text must be still for so long before the graph is asked for.
const QUIET = 80;

class GraphPanel {
  constructor(client) {
    this.client = client;
    this.panel = undefined;
    this.editor = undefined;
    this.subscriptions = [];
  }

  async show() {
    this.editor = vscode.window.activeTextEditor || this.editor;
    if (this.panel) {
      this.panel.reveal(undefined, true);
    } else {
      this.panel = vscode.window.createWebviewPanel('hotkitGraph', 'Heat: graph',
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, { enableScripts: true, localResourceRoots: [] });
      this.panel.webview.html = page();
      this.panel.webview.onDidReceiveMessage((message) => this.reveal(message));
      this.panel.onDidDispose(() => this.forget());
      this.subscriptions = [
        vscode.window.onDidChangeTextEditorSelection((event) => this.later(event.textEditor)),
        vscode.workspace.onDidChangeTextDocument((event) => {
          if (this.editor && event.document === this.editor.document) this.later(this.editor);
        }),
        vscode.window.onDidChangeActiveTextEditor((editor) => editor && this.later(editor)),
      ];
    }
    await this.update();
  }

  later(editor) {
    if (!['hot', 'yaml', 'json'].includes(editor.document.languageId)) return;
    this.editor = editor;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.update(), QUIET);
  }

  async update() {
    const client = this.client();
    if (!this.panel || !this.panel.visible || !this.editor || !client) return;
    const document = this.editor.document;
    const position = this.editor.selection.active;
    const graph = await client.sendRequest('hotkit/graph', {
      textDocument: { uri: client.code2ProtocolConverter.asUri(document.uri) },
      position: client.code2ProtocolConverter.asPosition(position),
    });
    // An answer for another text than the present one is old by now.
    if (this.panel && graph && graph.version === document.version) this.panel.webview.postMessage(graph);
  }

  async reveal(message) {
    if (!this.editor || !message.range) return;
    const range = this.client().protocol2CodeConverter.asRange(message.range);
    const options = { viewColumn: this.editor.viewColumn, preserveFocus: !message.focus, selection: range };
    this.editor = await vscode.window.showTextDocument(this.editor.document, options);
  }

  forget() {
    clearTimeout(this.timer);
    this.subscriptions.forEach((it) => it.dispose());
    this.subscriptions = [];
    this.panel = undefined;
  }

  dispose() {
    if (this.panel) this.panel.dispose();
  }
}

function page() {
  const nonce = Array.from({ length: 24 }, () => Math.floor(Math.random() * 36).toString(36)).join('');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<style nonce="${nonce}">
  body { font-family: var(--vscode-font-family); color: var(--vscode-foreground); padding: 8px; }
  #state { margin-bottom: 8px; }
  #state.refused { color: var(--vscode-errorForeground); }
  svg text { fill: var(--vscode-foreground); font-size: 12px; }
  svg .type { fill: var(--vscode-descriptionForeground); font-size: 10px; }
  svg rect { fill: var(--vscode-editorWidget-background); stroke: var(--vscode-widget-border, var(--vscode-foreground)); }
  svg g.chosen rect { stroke: var(--vscode-focusBorder); stroke-width: 2; }
  svg g.absent rect { stroke-dasharray: 4 3; }
  svg path { fill: none; stroke: var(--vscode-descriptionForeground); opacity: .55; }
  svg path.chosen { stroke: var(--vscode-focusBorder); opacity: 1; stroke-width: 2; }
  svg g { cursor: pointer; }
  svg g:focus { outline: none; } svg g:focus rect { stroke-width: 2; }
</style>
</head>
<body>
<div id="state" role="status" aria-live="polite"></div>
<div id="picture"></div>
<script nonce="${nonce}">
${script.toString().replace(/^function script\(\) \{|\}$/g, '')}
</script>
</body>
</html>`;
}

// Runs in the panel. User text reaches the page as text nodes only.
function script() {
  const vscode = acquireVsCodeApi();
  const NS = 'http://www.w3.org/2000/svg';
  const WIDTH = 190, HEIGHT = 38, GAP_X = 50, GAP_Y = 12;
  const make = (name, attributes, parent) => {
    const node = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (parent) parent.append(node);
    return node;
  };
  const cut = (text, most) => (text.length > most ? text.slice(0, most - 1) + '\u2026' : text);
  window.addEventListener('message', ({ data: graph }) => {
    const state = document.getElementById('state');
    const count = graph.resources.length;
    const verdict = graph.refused ? 'Heat refuses it' : 'Heat accepts it';
    state.className = graph.refused ? 'refused' : '';
    state.textContent = verdict + ' \u00b7 ' + count + ' resources in ' + graph.waves + ' waves'
      + (graph.findings ? ' \u00b7 ' + graph.findings + ' findings' : '');
    const columns = [];
    for (const it of graph.resources) {
      const column = it.wave ? it.wave - 1 : graph.waves;
      (columns[column] = columns[column] || []).push(it);
    }
    const places = new Map();
    columns.forEach((column, x) => (column || []).forEach((it, y) => {
      places.set(it.name, { x: x * (WIDTH + GAP_X) + 4, y: y * (HEIGHT + GAP_Y) + 4 });
    }));
    const rows = Math.max(1, ...columns.map((it) => (it ? it.length : 0)));
    const svg = make('svg', { width: columns.length * (WIDTH + GAP_X) + 8, height: rows * (HEIGHT + GAP_Y) + 8 });
    for (const edge of graph.edges) {
      const from = places.get(edge.to), to = places.get(edge.from);
      if (!from || !to) continue;
      const x1 = from.x + WIDTH, y1 = from.y + HEIGHT / 2, x2 = to.x, y2 = to.y + HEIGHT / 2;
      const bend = Math.max(20, Math.abs(x2 - x1) / 2);
      const chosen = edge.from === graph.at || edge.to === graph.at;
      make('path', { d: 'M' + x1 + ' ' + y1 + ' C' + (x1 + bend) + ' ' + y1 + ' ' + (x2 - bend) + ' ' + y2 + ' ' + x2 + ' ' + y2,
        class: chosen ? 'chosen' : '' }, svg);
    }
    for (const it of graph.resources) {
      const place = places.get(it.name);
      const group = make('g', { transform: 'translate(' + place.x + ' ' + place.y + ')', tabindex: 0, role: 'button',
        class: (it.name === graph.at ? 'chosen ' : '') + (it.created ? '' : 'absent') }, svg);
      make('rect', { width: WIDTH, height: HEIGHT, rx: 5 }, group);
      make('text', { x: 8, y: 16 }, group).textContent = cut(it.name, 27);
      make('text', { x: 8, y: 30, class: 'type' }, group).textContent = cut(it.type || '?', 32);
      make('title', {}, group).textContent = it.name + ' ' + (it.type || '');
      const reveal = (focus) => vscode.postMessage({ range: it.range, focus });
      group.addEventListener('click', () => reveal(false));
      group.addEventListener('dblclick', () => reveal(true));
      group.addEventListener('keydown', (event) => { if (event.key === 'Enter') reveal(true); });
    }
    document.getElementById('picture').replaceChildren(svg);
    const chosen = svg.querySelector('g.chosen');
    if (chosen) chosen.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
}

exports.GraphPanel = GraphPanel;
