import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { CommandOutput } from '../../shared/contract/index.ts';
import { formatBytes, formatNumber } from '../../shared/model/format.ts';
import { onProject, wholeNumber } from '../command-line.ts';
import { formatTable } from '../terminal.ts';
import { peek } from './peek-artifact.ts';

/** The files that runs left: which there are, what is in them, and out with them. */
export const addRunArtifactCommands = (runs: Command): void => {
  runs
    .command('artifacts <run>')
    .description('list the files that a run left')
    .action(
      onProject(async ({ session, terminal }, run: string) => {
        const artifacts = await session.call('runs.artifacts', { run });
        terminal.result(artifacts, () =>
          artifacts.length === 0
            ? 'The run left no files.'
            : formatTable(
                [{ title: 'artifact' }, { title: 'size', align: 'right' }, { title: 'SHA-256' }],
                artifacts.map(({ path, sizeBytes, digest }) => [
                  path,
                  formatBytes(sizeBytes),
                  digest ?? 'in its source',
                ]),
              ),
        );
      }),
    );

  runs
    .command('peek <run> <artifact>')
    .description('say what an artifact is and what is in it: rows, shapes, statistics, layers')
    .option('--rows <n>', 'rows of a table to show', wholeNumber, 10)
    .option('--inside <name>', 'a sheet of a workbook, or a dataset or group of an HDF5 file')
    .action(
      onProject(
        async (
          { session, terminal },
          run: string,
          path: string,
          options: { rows: number; inside?: string },
        ) => {
          const inside = options.inside ?? null;
          const seen = await peek(session, { run, path, rows: options.rows, inside });
          terminal.result(seen.document, () => seen.text);
        },
      ),
    );

  runs
    .command('cat <run> <artifact>')
    .description('write an artifact to standard output, whatever it is; with --json its beginning as text')
    .action(
      onProject(async ({ session, terminal, isJson }, run: string, path: string) => {
        if (isJson) {
          const part = await session.call('runs.readArtifact', { run, path, maxBytes: 1_000_000 });
          return terminal.result({ path, ...part }, () => '');
        }
        await writeOut(await session.call('runs.describeArtifact', { run, path }));
      }),
    );

  runs
    .command('save <run> <artifact>')
    .description('copy a file that a run left, such as model/model.onnx')
    .requiredOption('--out <file>', 'where to copy it to')
    .option('--overwrite', 'replace a file that is there already')
    .action(
      onProject(
        async (
          { session, terminal },
          run: string,
          path: string,
          { out, overwrite }: { out: string; overwrite?: boolean },
        ) => {
          const saved = await session.call('runs.saveArtifact', {
            ...{ run, path, destination: resolve(out), overwrite: overwrite === true },
          });
          terminal.result(saved, () => `${formatNumber(saved.sizeBytes)} bytes in ${saved.path}`);
        },
      ),
    );
};

/** A reader that has seen enough, such as `head`, closes the pipe; that is no failure. */
const writeOut = async ({
  file,
  start,
  sizeBytes,
}: CommandOutput<'runs.describeArtifact'>): Promise<void> => {
  if (sizeBytes === 0) return;
  try {
    const content = createReadStream(file, { start, end: start + sizeBytes - 1 });
    await pipeline(content, process.stdout, { end: false });
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code !== 'EPIPE' && code !== 'ERR_STREAM_PREMATURE_CLOSE') throw thrown;
  }
};
