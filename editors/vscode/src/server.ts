/** The language server: started, stopped, asked. */

import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import {
  type DynamicFeature, type StaticFeature, LanguageClient, RevealOutputChannelOn, State,
} from 'vscode-languageclient/node';

export const LANGUAGES = ['hot', 'yaml', 'json'];

/** Settings that the server knows. */
const SETTINGS = ['environments', 'release', 'select', 'ignore', 'inlayHints', 'codeLens'];

const INSTALL = 'https://github.com/hotkit/hotkit#readme';

/** Where the server stands. */
export type Condition = { kind: 'starting' } | { kind: 'running'; version: string } | { kind: 'failed'; why: string } | { kind: 'stopped' };

export class Server implements vscode.Disposable {
  condition: Condition = { kind: 'stopped' };
  private client: LanguageClient | undefined;
  private readonly output = vscode.window.createOutputChannel('hotkit', 'log');
  private readonly changed = new vscode.EventEmitter<void>();
  private starting: Promise<void> | undefined;

  /** Told when the condition changes. */
  readonly onDidChange = this.changed.event;

  /** The client, once it runs; undefined where it does not. */
  async ready(): Promise<LanguageClient | undefined> {
    await this.starting;
    return this.client?.state === State.Running ? this.client : undefined;
  }

  /** Whether the server that runs can do something that the protocol has no word for. */
  can(what: 'graph' | 'plan'): boolean {
    const own = this.client?.initializeResult?.capabilities.experimental as { hotkit?: Record<string, boolean> } | undefined;
    return own?.hotkit?.[what] === true;
  }

  start(): Promise<void> {
    this.starting = this.begin();
    return this.starting;
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.become({ kind: 'stopped' });
    if (client?.state === State.Running) await client.stop();
  }

  async restart(): Promise<void> {
    await this.starting;
    await this.stop();
    await this.start();
  }

  showOutput(): void {
    this.output.show(true);
  }

  /** What a code lens asks for: the places in the editor's own list. */
  async showReferences(uri: string, position: never, places: never[]): Promise<void> {
    const converter = (await this.ready())?.protocol2CodeConverter;
    if (!converter) return;
    await vscode.commands.executeCommand('editor.action.showReferences', converter.asUri(uri),
      converter.asPosition(position), places.map((it) => converter.asLocation(it)));
  }

  dispose(): void {
    void this.stop();
    this.output.dispose();
    this.changed.dispose();
  }

  private become(condition: Condition): void {
    this.condition = condition;
    this.changed.fire();
  }

  private async begin(): Promise<void> {
    this.become({ kind: 'starting' });
    const command = commandOf(vscode.workspace.getConfiguration('hotkit').get<string>('path', 'hotkit'));
    let version: string;
    try {
      version = await versionOf(command);
    } catch (error) {
      this.fail(command, words(error));
      return;
    }
    const client = new LanguageClient('hotkit', 'hotkit', { command, args: ['lsp'] }, {
      documentSelector: LANGUAGES.flatMap((language) => [{ scheme: 'file', language }, { scheme: 'untitled', language }]),
      initializationOptions: settings(),
      synchronize: { configurationSection: 'hotkit' },
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
    });
    client.registerFeature(ABILITIES);
    try {
      await client.start();
      this.client = client;
      this.become({ kind: 'running', version });
      client.onDidChangeState(({ newState }) => {
        if (this.client !== client) return;
        if (newState === State.Running) this.become({ kind: 'running', version });
        if (newState === State.Stopped) this.become({ kind: 'failed', why: 'it has ended; its output says why' });
      });
    } catch (error) {
      this.fail(command, words(error));
    }
  }

  private fail(command: string, why: string): void {
    this.become({ kind: 'failed', why });
    this.output.appendLine(`"${command}" cannot be started: ${why}`);
    const open = 'Open settings';
    const install = 'How to install';
    const message = `hotkit ("${command}") cannot be started: ${why}. Templates are not checked. Is it installed, and does "hotkit.path" lead to it?`;
    void vscode.window.showErrorMessage(message, open, install).then((answer) => {
      if (answer === open) void vscode.commands.executeCommand('workbench.action.openSettings', 'hotkit.path');
      if (answer === install) void vscode.env.openExternal(vscode.Uri.parse(INSTALL));
    });
  }
}

/** Tells the server what this editor can do that the protocol has no word for. */
const ABILITIES: StaticFeature | DynamicFeature<unknown> = {
  fillClientCapabilities(capabilities) {
    const before = capabilities.experimental as object | undefined;
    capabilities.experimental = { ...before, hotkitShowReferences: true };
  },
  initialize() {},
  getState() { return { kind: 'static' as const }; },
  clear() {},
};

function settings(): Record<string, unknown> {
  const all = vscode.workspace.getConfiguration('hotkit');
  return Object.fromEntries(SETTINGS.map((name) => [name, all.get(name)]));
}

function commandOf(setting: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  return setting.trim().replace(/^~(?=[/\\])/, homedir()).replaceAll('${workspaceFolder}', folder) || 'hotkit';
}

/** Asks the command for its version: that it is there, and that it is hotkit. */
async function versionOf(command: string): Promise<string> {
  const { stdout } = await promisify(execFile)(command, ['--version'], { timeout: 10_000 });
  const version = /^\S*hotkit (\S+)/.exec(stdout.trim())?.[1];
  if (!version) throw new Error(`"${command}" is another program`);
  return version;
}

function words(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'the command is not found';
  return error instanceof Error ? error.message : String(error);
}
