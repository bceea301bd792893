#!/usr/bin/env node
// Starts the program of this platform, which lies in a package of its own: npm installs only the one that fits.
'use strict';

const { spawn } = require('node:child_process');

const place = `@hotkit/${process.platform}-${process.arch}`;
const file = process.platform === 'win32' ? 'hotkit.exe' : 'hotkit';

let program;
try {
  program = require.resolve(`${place}/bin/${file}`);
} catch {
  process.stderr.write(
    `hotkit: the package ${place} is not installed. Either npm was told to leave out optional dependencies, or there is\n` +
      'no program for this platform; https://github.com/hotkit/hotkit says how to build one.\n',
  );
  process.exit(2);
}

const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('error', (error) => {
  process.stderr.write(`hotkit: cannot start ${program}: ${error.message}\n`);
  process.exit(2);
});
child.on('exit', (status, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else {
    process.exit(status);
  }
});
