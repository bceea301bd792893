/** The plan beside the text: the page of `hotkit plan --format html`, made from the text as it is, saved or not. */

import * as vscode from 'vscode';
import type { Plan } from './messages';
import { type Server, LANGUAGES } from './server';
import { refusal } from './words';

/** The text must be still for so long before the plan is made anew. */
const QUIET = 400;

export class PlanPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private document: vscode.TextDocument | undefined;
  private subscriptions: vscode.Disposable[] = [];
  private timer: NodeJS.Timeout | undefined;
  private shown = '';

  constructor(private readonly server: Server) {}

  /** Shows the plan of the template that is looked at; beside it, or in the column of another panel. */
  async show(column: vscode.ViewColumn = vscode.ViewColumn.Beside, document?: vscode.TextDocument): Promise<void> {
    const active = document ?? vscode.window.activeTextEditor?.document;
    if (active && LANGUAGES.includes(active.languageId)) this.document = active;
    if (!this.document) {
      void vscode.window.showInformationMessage('Open a Heat template to see its plan.');
      return;
    }
    if (this.panel) this.panel.reveal(undefined, true);
    else this.open(column);
    await this.update();
  }

  private open(viewColumn: vscode.ViewColumn): void {
    this.panel = vscode.window.createWebviewPanel('hotkit.plan', 'Heat: plan',
      { viewColumn, preserveFocus: true },
      { enableScripts: true, enableFindWidget: true, localResourceRoots: [], retainContextWhenHidden: true });
    this.panel.iconPath = new vscode.ThemeIcon('open-preview') as never;
    this.shown = '';
    this.subscriptions = [
      this.panel.onDidDispose(() => this.forget()),
      this.panel.onDidChangeViewState(() => void this.update()),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (!editor || editor.document.languageId !== 'hot' || editor.document === this.document) return;
        this.document = editor.document;
        void this.update();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document !== this.document) return;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.update(), QUIET);
      }),
      vscode.workspace.onDidSaveTextDocument(() => void this.update()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('hotkit')) void this.update();
      }),
      vscode.window.onDidChangeActiveColorTheme(() => void this.update()),
      this.server.onDidChange(() => void this.update()),
    ];
  }

  private async update(): Promise<void> {
    const { panel, document } = this;
    if (!panel?.visible || !document) return;
    const client = await this.server.ready();
    if (!client) {
      this.put('', page('hotkit does not run', ['The item in the status bar says why.']));
      return;
    }
    if (!this.server.can('plan')) {
      this.put('', page('This hotkit makes no plans', ['The command in "hotkit.path" is an older version. With a newer one the plan of the stack is shown here.']));
      return;
    }
    const file = document.uri.path.split('/').pop() ?? '';
    const against = vscode.workspace.getConfiguration('hotkit', document.uri).get<string>('plan.against', '').trim();
    const plan = await client.sendRequest<Plan | null>('hotkit/plan', {
      textDocument: { uri: client.code2ProtocolConverter.asUri(document.uri) },
      ...(against ? { against } : {}),
    });
    if (!this.panel || this.document !== document) return;
    panel.title = `Plan: ${file}`;
    if (!plan) this.put(file, page('Not a Heat template', [`${file} is no template, so there is nothing to plan.`]));
    // An answer for another text than the present one is old by now: the next one is on its way.
    else if (plan.version !== document.version) return;
    else if (plan.html) this.put(file, guarded(plan.html));
    else this.put(file, page(...refusal(plan)));
  }

  /** Shows a page; the same page twice would lose its place for nothing. */
  private put(file: string, html: string): void {
    const key = `${file}\n${html}`;
    if (!this.panel || this.shown === key) return;
    this.shown = key;
    this.panel.webview.html = html;
  }

  private forget(): void {
    clearTimeout(this.timer);
    this.subscriptions.forEach((it) => it.dispose());
    this.subscriptions = [];
    this.panel = undefined;
  }

  dispose(): void {
    this.panel?.dispose();
    this.forget();
  }
}

/** The page in the editor's colours. It may run its own script, and load nothing at all. */
function guarded(html: string): string {
  const policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; script-src \'unsafe-inline\'; img-src data:">';
  const { Dark, HighContrast } = vscode.ColorThemeKind;
  const theme = [Dark, HighContrast].includes(vscode.window.activeColorTheme.kind) ? 'dark' : 'light';
  return html.replace('<html ', `<html data-theme="${theme}" `).replace(/<meta charset[^>]*>/i, (it) => it + policy);
}

/** A page that says why there is no plan. */
function page(title: string, lines: string[]): string {
  const escape = (text: string) => text.replace(/[&<>"]/g, (it) => `&#${it.charCodeAt(0)};`);
  const items = lines.map((it) => `<li>${escape(it)}</li>`).join('');
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>body{font-family:var(--vscode-font-family);color:var(--vscode-foreground);padding:1rem 1.5rem;line-height:1.6}
h1{font-size:1.2rem;font-weight:600}li{font-family:var(--vscode-editor-font-family)}</style></head>
<body><h1>${escape(title)}</h1><ul>${items}</ul></body></html>`;
}
