/**
 * Templates and environments get the language `hot` by what they hold, since their names say nothing. The file stays YAML for
 * whoever says so: a language that was chosen by hand is not changed back.
 */

import * as vscode from 'vscode';

/** What only a template or an environment has at the beginning of a line. `parameters:` alone is too common to tell. */
const MARK = /^(?:heat_template_version|HeatTemplateFormatVersion|parameter_defaults|resource_registry|parameter_merge_strategies|encrypted_param_names|event_sinks)\s*:/;

/** Lines that are looked at: a licence may stand above. */
const LINES = 80;

export function isHeat(document: vscode.TextDocument): boolean {
  const last = Math.min(document.lineCount, LINES);
  for (let line = 0; line < last; line += 1) {
    if (MARK.test(document.lineAt(line).text)) return true;
  }
  return false;
}

export class Recogniser implements vscode.Disposable {
  /** Texts that were told once. */
  private readonly told = new Set<string>();
  private readonly subscriptions: vscode.Disposable[];

  constructor() {
    this.subscriptions = [
      vscode.workspace.onDidOpenTextDocument((it) => this.look(it)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.some((it) => it.range.start.line < LINES)) void this.look(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        // Another language closes a text, too, and opens it at once.
        const key = document.uri.toString();
        setTimeout(() => {
          if (!vscode.workspace.textDocuments.some((it) => it.uri.toString() === key)) this.told.delete(key);
        }, 1000);
      }),
    ];
  }

  async start(): Promise<void> {
    await Promise.all(vscode.workspace.textDocuments.map((it) => this.look(it)));
  }

  private async look(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    if (document.languageId === 'hot') this.told.add(key);
    if (document.languageId !== 'yaml' || this.told.has(key) || !['file', 'untitled'].includes(document.uri.scheme)) return;
    if (!isHeat(document)) return;
    this.told.add(key);
    await vscode.languages.setTextDocumentLanguage(document, 'hot');
  }

  dispose(): void {
    this.subscriptions.forEach((it) => it.dispose());
  }
}
