// Packs hotkit for npm: a package for each platform with the program in it, and `hotkit`, which depends on all of them as
// optional ones and starts the one that npm found to fit.
//
//   node packaging/npm/build.mjs --version 1.2.3 --share FOLDER --out FOLDER PLATFORM=PROGRAM...
//
// A platform is what Node calls it, such as linux-x64, darwin-arm64, win32-x64. FOLDER of --share is what packaging/share wrote.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

// Every platform that a release has; the optional dependencies name them all, whichever are packed in this run.
const PLATFORMS = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'win32-x64'];

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const { values, positionals } = parseArgs({
  options: { version: { type: 'string' }, share: { type: 'string' }, out: { type: 'string' } },
  allowPositionals: true,
});
const { version, share, out } = values;
if (!version || !share || !out || positionals.length === 0) {
  console.error('usage: build.mjs --version X.Y.Z --share FOLDER --out FOLDER PLATFORM=PROGRAM...');
  process.exit(2);
}

const common = {
  version,
  license: 'Apache-2.0',
  repository: { type: 'git', url: 'git+https://github.com/hotkit/hotkit.git' },
};

function pack(manifest, fill) {
  const folder = mkdtempSync(join(tmpdir(), 'hotkit-npm-'));
  try {
    fill(folder);
    cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...manifest, ...common }, null, 2)}\n`);
    mkdirSync(out, { recursive: true });
    const options = ['pack', '--silent', '--pack-destination', resolve(out)];
    console.log(execFileSync('npm', options, { cwd: folder, encoding: 'utf8' }).trim());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const given of positionals) {
  const [platform, program] = given.split('=');
  if (!PLATFORMS.includes(platform) || !program) {
    console.error(`${given}: a platform is one of ${PLATFORMS.join(', ')}, followed by = and its program`);
    process.exit(2);
  }
  const [os, cpu] = platform.split('-');
  const file = os === 'win32' ? 'hotkit.exe' : 'hotkit';
  pack(
    {
      name: `@hotkit/${platform}`,
      description: `The program hotkit for ${platform}`,
      os: [os],
      cpu: [cpu],
      files: ['bin'],
      preferUnplugged: true,
    },
    (folder) => {
      mkdirSync(join(folder, 'bin'));
      cpSync(program, join(folder, 'bin', file));
      chmodSync(join(folder, 'bin', file), 0o755);
    },
  );
}

pack(
  {
    name: 'hotkit',
    description: 'Checks, formats, explains and previews OpenStack Heat templates, offline',
    keywords: ['openstack', 'heat', 'hot', 'linter', 'formatter'],
    bin: { hotkit: 'bin/hotkit.js' },
    man: readdirSync(join(share, 'man/man1')).sort().map((page) => `./share/man/man1/${page}`),
    files: ['bin', 'share'],
    engines: { node: '>=18' },
    optionalDependencies: Object.fromEntries(PLATFORMS.map((it) => [`@hotkit/${it}`, version])),
  },
  (folder) => {
    cpSync(join(here, 'bin'), join(folder, 'bin'), { recursive: true });
    cpSync(share, join(folder, 'share'), { recursive: true });
    cpSync(join(root, 'README.md'), join(folder, 'README.md'));
  },
);
