#!/usr/bin/env node
// The command line of a built checkout, with a current Node: this one, or the one that `npm start` and its like have cached.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findCachedNode, isCurrentNode } from '../scripts/bootstrap/node-runtime.mjs';
import { runInForeground } from '../scripts/bootstrap/run-command.mjs';

const program = join(dirname(fileURLToPath(import.meta.url)), '..', 'out', 'cli', 'modelyard.js');

function explain(text) {
  console.error(`modelyard: ${text}`);
  process.exitCode = 1;
}

if (!existsSync(program)) {
  explain('this checkout is not built yet. Type: npm run setup');
} else if (isCurrentNode(process.versions)) {
  process.argv[1] = program;
  await import(pathToFileURL(program).href);
} else {
  const nodePath = findCachedNode();
  if (nodePath) {
    process.exitCode = await runInForeground({
      command: nodePath,
      args: [program, ...process.argv.slice(2)],
    });
  } else {
    explain(`Node ${process.versions.node} is too old and no newer one is cached. Type: npm run setup`);
  }
}
