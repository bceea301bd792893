/** The item in the status bar: what Heat would say of the template that is looked at. */

import * as vscode from 'vscode';
import type { Server } from './server';

export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('hotkit.status', vscode.StatusBarAlignment.Right, 90);
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly server: Server) {
    this.item.name = 'hotkit';
    this.item.command = 'hotkit.menu';
    this.subscriptions = [
      server.onDidChange(() => this.update()),
      vscode.languages.onDidChangeDiagnostics(() => this.update()),
      vscode.window.onDidChangeActiveTextEditor(() => this.update()),
      vscode.workspace.onDidOpenTextDocument(() => this.update()),
    ];
    this.update();
  }

  /** What one may want. */
  async menu(): Promise<void> {
    const items = [
      { label: '$(type-hierarchy) Show the dependency graph', command: 'hotkit.showGraph' },
      { label: '$(open-preview) Show the plan', command: 'hotkit.showPlan' },
      { label: '$(book) Explain the word at the cursor', command: 'hotkit.explainAtCursor' },
      { label: '$(warning) Show the problems', command: 'workbench.actions.view.problems' },
      { label: '$(output) Show the output of the language server', command: 'hotkit.showOutput' },
      { label: '$(debug-restart) Restart the language server', command: 'hotkit.restart' },
      { label: '$(gear) Open the settings', command: 'workbench.action.openSettings', argument: '@ext:hotkit.hotkit' },
    ];
    const chosen = await vscode.window.showQuickPick(items, { title: this.title() });
    if (chosen) await vscode.commands.executeCommand(chosen.command, ...(chosen.argument ? [chosen.argument] : []));
  }

  private title(): string {
    const { condition } = this.server;
    return condition.kind === 'running' ? `hotkit ${condition.version}` : 'hotkit';
  }

  private update(): void {
    const document = vscode.window.activeTextEditor?.document;
    // The last template's verdict stays while a panel or the output is looked at.
    if (!document) return;
    if (document.languageId !== 'hot') {
      if (document.uri.scheme !== 'output') this.item.hide();
      return;
    }
    const { condition } = this.server;
    this.item.backgroundColor = undefined;
    if (condition.kind === 'running') {
      const [text, tooltip] = verdict(document.uri);
      this.item.text = text;
      this.item.tooltip = `${tooltip}\nhotkit ${condition.version}`;
    } else if (condition.kind === 'starting') {
      this.item.text = '$(sync~spin) hotkit';
      this.item.tooltip = 'hotkit is being started';
    } else {
      this.item.text = '$(warning) hotkit';
      this.item.tooltip = condition.kind === 'failed' ? `hotkit cannot be started: ${condition.why}` : 'hotkit does not run';
      this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
    }
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
    this.subscriptions.forEach((it) => it.dispose());
  }
}

/** Text and tooltip for what was found in a file. */
function verdict(uri: vscode.Uri): [string, string] {
  const found = vscode.languages.getDiagnostics(uri).filter((it) => it.source === 'hotkit');
  const refused = found.filter((it) => (it as { data?: { refused?: boolean } }).data?.refused).length;
  const rest = found.length - refused;
  const further = rest ? `, ${rest} ${rest === 1 ? 'finding' : 'findings'} beside` : '';
  if (refused) return [`$(error) Heat refuses: ${refused}`, `Heat refuses it: ${refused} ${refused === 1 ? 'problem' : 'problems'}${further}`];
  if (rest) return [`$(check) Heat accepts ($(warning) ${rest})`, `Heat accepts it; ${rest} ${rest === 1 ? 'finding' : 'findings'}`];
  return ['$(check) Heat accepts', 'Heat accepts it'];
}
