import { CommanderError } from 'commander';
import { EngineError, toErrorData } from '../shared/errors.ts';
import { createProgram } from './create-program.ts';
import { exitCodes } from './exit-codes.ts';
import { harmless } from './terminal.ts';

const wantsJson = process.argv.includes('--json');

/** With --json a failure is a document too, so that a program never has to read a sentence. */
const report = (thrown: unknown): void => {
  if (thrown instanceof CommanderError) {
    // Commander has written help or the reason already.
    process.exitCode = thrown.exitCode === 0 ? 0 : exitCodes['invalid-input'];
    if (wantsJson && thrown.exitCode !== 0) {
      writeDocument({ error: { code: 'invalid-input', message: thrown.message.replace(/^error: /, '') } });
    }
    return;
  }
  const error = toErrorData(thrown);
  if (wantsJson) writeDocument({ error });
  process.stderr.write(`modelyard: ${harmless(error.message)}\n`);
  if (!(thrown instanceof EngineError) && process.env.MODELYARD_DEBUG) console.error(thrown);
  process.exitCode = exitCodes[error.code];
};

const writeDocument = (document: unknown): void => {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
};

/** Who reads no further, as `head` does, has seen enough; the command ends as usual. */
const ignoreClosedPipe = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
};
process.stdout.on('error', ignoreClosedPipe);
process.stderr.on('error', ignoreClosedPipe);

try {
  await createProgram().parseAsync();
} catch (thrown) {
  report(thrown);
}
