/** The dependency graph beside the text: drawn anew as one types, and following the cursor. */

import * as vscode from 'vscode';
import type { At, FromPanel, Graph, Range, ToPanel } from './messages';
import { type Server, LANGUAGES } from './server';

/** The text must be still for so long before the graph is asked for; the cursor before it is followed. */
const QUIET_TEXT = 80;
const QUIET_CURSOR = 50;

export class GraphPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private editor: vscode.TextEditor | undefined;
  private graph: Graph | undefined;
  private follow = true;
  private pinned: string | undefined;
  private subscriptions: vscode.Disposable[] = [];
  private textTimer: NodeJS.Timeout | undefined;
  private cursorTimer: NodeJS.Timeout | undefined;

  constructor(private readonly server: Server, private readonly home: vscode.Uri, private readonly showPlan: (column?: vscode.ViewColumn, document?: vscode.TextDocument) => unknown) {}

  async show(): Promise<void> {
    const active = vscode.window.activeTextEditor;
    if (active && LANGUAGES.includes(active.document.languageId)) this.editor = active;
    if (!this.editor) {
      void vscode.window.showInformationMessage('Open a Heat template to see its graph.');
      return;
    }
    if (this.panel) {
      this.panel.reveal(undefined, true);
      await this.update();
    } else {
      this.open();
    }
  }

  private open(): void {
    const media = vscode.Uri.joinPath(this.home, 'dist');
    const panel = vscode.window.createWebviewPanel('hotkit.graph', 'Heat: graph',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, { enableScripts: true, localResourceRoots: [media] });
    this.panel = panel;
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((message: FromPanel) => this.take(message)),
      panel.onDidDispose(() => this.forget()),
      panel.onDidChangeViewState(() => void this.update()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.moved(textEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => editor && this.entered(editor)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.editor?.document) this.later();
      }),
      vscode.workspace.onDidSaveTextDocument(() => this.later()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('hotkit')) this.later();
      }),
      this.server.onDidChange(() => this.later()),
    ];
    const of = (name: string) => panel.webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString();
    panel.webview.html = page(of('graph.js'), of('graph.css'), panel.webview.cspSource);
  }

  private entered(editor: vscode.TextEditor): void {
    if (editor.document.languageId !== 'hot' || editor.document === this.editor?.document) return;
    this.editor = editor;
    this.pinned = undefined;
    this.later();
  }

  private moved(editor: vscode.TextEditor): void {
    if (!this.follow || editor.document !== this.editor?.document) return;
    this.editor = editor;
    clearTimeout(this.cursorTimer);
    this.cursorTimer = setTimeout(() => void this.follows(), QUIET_CURSOR);
  }

  private later(): void {
    clearTimeout(this.textTimer);
    this.textTimer = setTimeout(() => void this.update(), QUIET_TEXT);
  }

  /** Asks for the graph of the present text, and shows it. */
  private async update(): Promise<void> {
    const { panel, editor } = this;
    if (!panel?.visible || !editor) return;
    const client = await this.server.ready();
    if (!client) {
      this.send({ type: 'none', words: 'hotkit does not run. The item in the status bar says why.' });
      return;
    }
    if (!this.server.can('graph')) {
      this.send({ type: 'none', words: 'This hotkit draws no graphs: the command in "hotkit.path" is an older version.' });
      return;
    }
    const { document } = editor;
    const graph = await client.sendRequest<Graph | null>('hotkit/graph', {
      textDocument: { uri: client.code2ProtocolConverter.asUri(document.uri) },
      position: client.code2ProtocolConverter.asPosition(editor.selection.active),
      ...(this.pinned ? { resource: this.pinned } : {}),
    });
    // An answer for another text than the present one is old by now: the next one is on its way.
    if (this.editor?.document !== document || (graph && graph.version !== document.version)) return;
    const file = document.uri.path.split('/').pop() ?? '';
    if (!graph) {
      // An environment, or anything else: what is shown stays, so that one can look at both.
      if (!this.graph) this.send({ type: 'none', words: `${file} is no Heat template, so there is nothing to draw.` });
      return;
    }
    this.graph = graph;
    panel.title = `Graph: ${file}`;
    this.send({ type: 'graph', graph, file });
    if (this.follow) this.send({ type: 'at', at: atPlace(graph, editor.selection.active) });
  }

  /** Tells the panel where the cursor is; a resource that was not told in full yet is asked for. */
  private async follows(): Promise<void> {
    const { editor, graph } = this;
    if (!editor || !graph || graph.version !== editor.document.version) return;
    const at = atPlace(graph, editor.selection.active);
    if (at.resource) this.pinned = undefined;
    if (at.resource && at.resource !== graph.detailed) await this.update();
    else this.send({ type: 'at', at });
  }

  private take(message: FromPanel): void {
    switch (message.type) {
      case 'ready':
        this.follow = message.follow;
        void this.update();
        break;
      case 'follow':
        this.follow = message.follow;
        if (this.follow) {
          this.pinned = undefined;
          void this.update();
        }
        break;
      case 'choose':
        this.pinned = message.name;
        void this.update();
        break;
      case 'reveal':
        void this.reveal(message.range, message.focus);
        break;
      case 'text':
        if (this.editor) void vscode.window.showTextDocument(this.editor.document, this.editor.viewColumn);
        break;
      case 'plan':
        void this.showPlan(this.panel?.viewColumn, this.editor?.document);
        break;
    }
  }

  private async reveal(range: Range, focus: boolean): Promise<void> {
    if (!this.editor) return;
    const start = new vscode.Position(range.start.line, range.start.character);
    const selection = new vscode.Range(start, focus ? start : new vscode.Position(range.end.line, range.end.character));
    const { viewColumn, document } = this.editor;
    this.editor = await vscode.window.showTextDocument(document, { viewColumn, preserveFocus: !focus, selection });
  }

  private send(message: ToPanel): void {
    void this.panel?.webview.postMessage(message);
  }

  private forget(): void {
    clearTimeout(this.textTimer);
    clearTimeout(this.cursorTimer);
    this.subscriptions.forEach((it) => it.dispose());
    this.subscriptions = [];
    this.panel = undefined;
    this.graph = undefined;
    this.pinned = undefined;
  }

  dispose(): void {
    this.panel?.dispose();
    this.forget();
  }
}

/** What a place in the text is in. */
function atPlace(graph: Graph, place: vscode.Position): At {
  const inside = (it: Range | null) => it !== null
    && place.isAfterOrEqual(new vscode.Position(it.start.line, it.start.character))
    && place.isBeforeOrEqual(new vscode.Position(it.end.line, it.end.character));
  const edge = graph.edges.find((it) => it.ranges.some(inside));
  return {
    resource: graph.resources.find((it) => inside(it.whole))?.name ?? null,
    edge: edge ? { from: edge.from, to: edge.to } : null,
    named: graph.names.find((it) => inside(it.range)) ?? null,
  };
}

function page(script: string, style: string, source: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${source}; script-src ${source}">
<link rel="stylesheet" href="${style}">
<title>Dependency graph</title>
</head>
<body>
<header>
  <div id="state" role="status" aria-live="polite">Reading the template …</div>
  <div id="count"></div>
</header>
<div id="tools" role="toolbar" aria-label="Graph">
  <button id="follow" aria-pressed="true" title="Choose what the cursor is in">Follow the cursor</button>
  <button id="around" aria-pressed="false" title="Only the chosen resource, what it waits for, and what waits for it">Around it</button>
  <button id="chain" aria-pressed="false" title="The resources that decide how long it takes">Longest chain</button>
  <input id="find" type="search" placeholder="Find" aria-label="Find a resource" autocomplete="off" spellcheck="false">
  <span class="gap"></span>
  <button id="out" title="Smaller (-)" aria-label="Smaller">−</button>
  <button id="fit" title="Whole picture (0)">Fit</button>
  <button id="in" title="Larger (+)" aria-label="Larger">+</button>
  <button id="plan" title="Values, timeline, quota and changes on one page">Open the plan</button>
</div>
<main id="picture"></main>
<p id="off" hidden></p>
<section id="detail" aria-live="polite" hidden></section>
<script src="${script}"></script>
</body>
</html>`;
}
