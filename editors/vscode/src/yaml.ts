/**
 * Beside the YAML extension of Red Hat: it guesses schemas from names of files (`docker-compose.yaml`, `*.env.yaml`), and a
 * template or environment that it takes for something else is full of its complaints. Texts of the language `hot` it leaves
 * alone by itself; for those that stay YAML this tells it that they have a schema, which asks nothing.
 */

import * as vscode from 'vscode';
import { isHeat } from './recognise';
import type { Server } from './server';

const YAML = 'redhat.vscode-yaml';
const SCHEMA = 'hotkit';

/** What that extension offers others. */
interface Api {
  registerContributor(schema: string, requestSchema: (resource: string) => string | undefined,
    requestContent: (uri: string) => string | undefined): boolean;
}

/** The schema that asks nothing. */
const ANYTHING = JSON.stringify({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'OpenStack Heat (checked by hotkit)',
});

export async function leaveAlone(server: Server): Promise<void> {
  const extension = vscode.extensions.getExtension<Api | undefined>(YAML);
  if (!extension) return;
  try {
    const api = await extension.activate();
    api?.registerContributor(SCHEMA, (resource) => (server.condition.kind === 'running' && isOurs(resource) ? `${SCHEMA}://schema/anything` : undefined),
      (uri) => (uri.startsWith(`${SCHEMA}://`) ? ANYTHING : undefined));
  } catch {
    // Without it there is nobody to tell.
  }
}

function isOurs(resource: string): boolean {
  const document = vscode.workspace.textDocuments.find((it) => it.uri.toString() === resource);
  return document !== undefined && (document.languageId === 'hot' || isHeat(document));
}
