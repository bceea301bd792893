// Thin: starts `hotkit lsp`, and shows what it says. Nothing about Heat is known here.

const vscode = require('vscode');
const { LanguageClient, RevealOutputChannelOn } = require('vscode-languageclient/node');
const { GraphPanel } = require('./graph');

const LANGUAGES = ['hot', 'yaml', 'json'];

let client;

function makeClient() {
  const command = vscode.workspace.getConfiguration('hotkit').get('path');
  const server = { command, args: ['lsp'] };
  return new LanguageClient('hotkit', 'hotkit', server, {
    documentSelector: LANGUAGES.flatMap((language) => [
      { scheme: 'file', language },
      { scheme: 'untitled', language },
    ]),
    initializationOptions: settings(),
    synchronize: { configurationSection: 'hotkit' },
    revealOutputChannelOn: RevealOutputChannelOn.Never,
  });
}

function settings() {
  const all = vscode.workspace.getConfiguration('hotkit');
  const names = ['environments', 'select', 'ignore', 'inlayHints', 'codeLens'];
  return Object.fromEntries(names.map((name) => [name, all.get(name)]));
}

// Lets the server say what it can use that the protocol has no word for.
const experimental = {
  fillClientCapabilities(capabilities) {
    capabilities.experimental = { ...capabilities.experimental, hotkitShowReferences: true };
  },
  initialize() {},
  getState() { return { kind: 'static' }; },
  clear() {},
};

async function start(status) {
  client = makeClient();
  client.registerFeature(experimental);
  try {
    await client.start();
    status.text = '$(check) hotkit';
    status.tooltip = 'hotkit checks the Heat templates that are open';
  } catch (error) {
    status.text = '$(warning) hotkit';
    status.tooltip = `hotkit cannot be started: ${error.message}`;
    const answer = await vscode.window.showErrorMessage(
      `hotkit cannot be started (${error.message}). Is it installed, and does "hotkit.path" lead to it?`, 'Open settings');
    if (answer) vscode.commands.executeCommand('workbench.action.openSettings', 'hotkit.path');
  }
}

// A template keeps the language YAML where another extension claims its ending; the first line says better.
async function recognise(document) {
  if (document.languageId !== 'yaml') return;
  const limit = Math.min(document.lineCount, 60);
  for (let line = 0; line < limit; line += 1) {
    if (/^heat_template_version\s*:/.test(document.lineAt(line).text)) {
      await vscode.languages.setTextDocumentLanguage(document, 'hot');
      return;
    }
  }
}

async function explain() {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !client) return;
  const range = editor.document.getWordRangeAtPosition(editor.selection.active, /[\w:.-]+/);
  const word = range ? editor.document.getText(range) : '';
  const text = await client.sendRequest('workspace/executeCommand', { command: 'hotkit.explain', arguments: [word] });
  if (!text) {
    vscode.window.showInformationMessage(word ? `hotkit knows nothing of "${word}"` : 'There is no word at the cursor');
    return;
  }
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: text });
  await vscode.commands.executeCommand('markdown.showPreviewToSide', document.uri);
}

exports.activate = async (context) => {
  const status = vscode.window.createStatusBarItem('hotkit', vscode.StatusBarAlignment.Right, 90);
  status.name = 'hotkit';
  status.command = 'hotkit.showGraph';
  status.text = '$(sync~spin) hotkit';
  const shown = () => {
    const editor = vscode.window.activeTextEditor;
    if (editor && editor.document.languageId === 'hot') status.show();
    else status.hide();
  };
  const panel = new GraphPanel(() => client);
  context.subscriptions.push(
    status,
    panel,
    vscode.window.onDidChangeActiveTextEditor(shown),
    vscode.workspace.onDidOpenTextDocument(recognise),
    vscode.commands.registerCommand('hotkit.showGraph', () => panel.show()),
    vscode.commands.registerCommand('hotkit.explainAtCursor', explain),
    vscode.commands.registerCommand('hotkit.restart', async () => {
      if (client) await client.stop();
      await start(status);
    }),
    vscode.commands.registerCommand('hotkit.showReferences', (uri, position, places) => {
      const converter = client.protocol2CodeConverter;
      return vscode.commands.executeCommand('editor.action.showReferences', converter.asUri(uri),
        converter.asPosition(position), places.map((it) => converter.asLocation(it)));
    }),
  );
  shown();
  await Promise.all(vscode.workspace.textDocuments.map(recognise));
  await start(status);
};

exports.deactivate = () => client && client.stop();
