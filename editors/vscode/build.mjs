// Bundles the extension and the script of its graph panel into dist/.
import { build } from 'esbuild';

const common = { bundle: true, minify: true, outdir: 'dist', legalComments: 'none', logLevel: 'warning' };

await build({ ...common, entryPoints: ['src/extension.ts'], platform: 'node', target: 'node20', external: ['vscode'] });
await build({ ...common, entryPoints: ['src/webview/graph.ts', 'src/webview/graph.css'], platform: 'browser', target: 'es2022' });
