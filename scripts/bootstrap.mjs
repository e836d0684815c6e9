// Brings a fresh clone to life with nothing but Node and npm: `npm start`, `npm run demo`, `npm test` and the rest call it.
// Until a current Node runs it, only Node's own modules may be used here; it must load in Node 20.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commands } from './bootstrap/commands.mjs';
import { environmentFor, isCurrentNode, provideNode } from './bootstrap/node-runtime.mjs';
import { createReporter } from './bootstrap/reporter.mjs';
import { runInForeground } from './bootstrap/run-command.mjs';

const projectFolder = join(dirname(fileURLToPath(import.meta.url)), '..');
const [name, ...rest] = process.argv.slice(2);
const args = rest.filter((argument) => argument !== '--verbose');
const reporter = createReporter({ verbose: args.length < rest.length });

async function run() {
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;
  if (!command) {
    reporter.say(`usage: node scripts/bootstrap.mjs ${Object.keys(commands).join('|')} [--verbose]`);
    return 2;
  }
  if (isCurrentNode(process.versions)) return command({ projectFolder, reporter, args });
  const nodePath = await provideNode({ reporter });
  return runInForeground({
    command: nodePath,
    args: process.argv.slice(1),
    env: environmentFor(nodePath),
  });
}

try {
  process.exitCode = await run();
} catch (error) {
  reporter.explain(error);
  process.exitCode = error.exitCode || 1;
}
