/** Thin: starts `hotkit lsp` and shows what it says. Nothing about Heat is known here. */

import * as vscode from 'vscode';
import { GraphPanel } from './graph';
import { PlanPanel } from './plan';
import { Recogniser } from './recognise';
import { Server } from './server';
import { Status } from './status';
import { leaveAlone } from './yaml';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const running = new Server();
  server = running;
  const status = new Status(running);
  const recogniser = new Recogniser();
  const plan = new PlanPanel(running);
  const graph = new GraphPanel(running, context.extensionUri, (...it) => plan.show(...it));
  const command = (name: string, run: (...it: never[]) => unknown) => vscode.commands.registerCommand(`hotkit.${name}`, run);
  context.subscriptions.push(
    running, status, recogniser, plan, graph,
    command('showGraph', () => graph.show()),
    command('showPlan', () => plan.show()),
    command('explainAtCursor', () => explain(running)),
    command('showOutput', () => running.showOutput()),
    command('restart', () => running.restart()),
    command('menu', () => status.menu()),
    command('showReferences', (...it: [string, never, never[]]) => running.showReferences(...it)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('hotkit.path')) void running.restart();
    }),
  );
  await recogniser.start();
  void leaveAlone(running);
  await running.start();
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}

/** The page about the word at the cursor, beside the text. */
async function explain(running: Server): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const client = await running.ready();
  if (!editor || !client) return;
  const range = editor.document.getWordRangeAtPosition(editor.selection.active, /[\w:.-]+/);
  const word = range ? editor.document.getText(range).replace(/:$/, '') : '';
  const text = word && await client.sendRequest<string | null>('workspace/executeCommand', { command: 'hotkit.explain', arguments: [word] });
  if (!text) {
    const words = word ? `hotkit has no page about "${word}".` : 'There is no word at the cursor.';
    void vscode.window.showInformationMessage(`${words} It knows resource types, properties (TYPE.PROPERTY), functions and rules.`);
    return;
  }
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: text });
  await vscode.commands.executeCommand('markdown.showPreviewToSide', document.uri);
}
