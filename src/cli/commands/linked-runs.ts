import type { Command } from 'commander';
import {
  foreignFormatTitles,
  foreignTools,
  type LinkedSource,
  skippedText,
} from '../../shared/model/foreign-runs.ts';
import { countOf, formatNumber, formatRelativeTime } from '../../shared/model/format.ts';
import { onProject } from '../command-line.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatTable } from '../terminal.ts';
import { addSourceOptions, type SourceOptions, sourcesOf } from './foreign-sources.ts';

/** Runs of other tools, read where they lie. */
export const addLinkedRunsCommands = (runs: Command): void => {
  addSourceOptions(
    runs
      .command('link [path]')
      .description(`read runs of ${foreignTools} where they lie, without copying or writing`),
  )
    .option('--title <title>', 'what their column “source” says (default: the name of the folder or file)')
    .action(
      onProject(async ({ session, terminal }, path: string | undefined, options: LinkOptions) => {
        const titles: string[] = [];
        const { title, ...wanted } = options;
        const all = await sourcesOf(session, path, wanted);
        const { sources: known } = await session.call('foreignRuns.links', {});
        for (const { format, path: found } of all) {
          const before = known.find((source) => source.format === format && source.path === found);
          // Of several, those that are linked already are read again with the new ones; and one that was linked by a command that was killed.
          if (before !== undefined && (all.length > 1 || before.state === 'waiting')) {
            titles.push(before.title);
            continue;
          }
          const linked = await session.call('foreignRuns.link', {
            ...{ format, path: found },
            ...(title !== undefined && { title }),
          });
          titles.push(linked.title);
        }
        const read = await session.call('foreignRuns.refresh', { sources: titles });
        terminal.result(read.sources, () => describeSources(read.sources));
        failForUnread(read.sources);
      }),
    );

  runs
    .command('links')
    .description('sources of runs that are read where they lie')
    .action(
      onProject(async ({ session, terminal }) => {
        const { sources } = await session.call('foreignRuns.links', {});
        terminal.result(sources, () => describeSources(sources));
      }),
    );

  runs
    .command('refresh [sources...]')
    .description('read what has changed in linked sources (titles or paths; default: all)')
    .action(
      onProject(async ({ session, terminal }, wanted: string[]) => {
        const { sources } = await session.call('foreignRuns.refresh', {
          ...(wanted.length > 0 && { sources: wanted }),
        });
        terminal.result(sources, () => describeSources(sources));
        failForUnread(sources);
      }),
    );

  runs
    .command('unlink <source>')
    .description('take the runs of a linked source out of the project; the source stays as it is')
    .action(
      onProject(async ({ session, terminal }, source: string) => {
        const gone = await session.call('foreignRuns.unlink', { source });
        const { keptExperiments, keptModels } = gone;
        terminal.result(gone, () =>
          [
            `${countOf(gone.runs, 'run')} of ${gone.title} left the project. ${gone.path} is as it was.`,
            ...(keptExperiments.length === 0
              ? []
              : [`Other runs are in these experiments, which stay: ${keptExperiments.join(', ')}`]),
            ...(keptModels.length === 0
              ? []
              : [`Other versions are in these models, which stay: ${keptModels.join(', ')}`]),
          ].join('\n'),
        );
      }),
    );
};

/** A source that could not be read stays linked, and is read when it can be; a script is to know of it. */
const failForUnread = (sources: readonly LinkedSource[]): void => {
  const states = new Set(sources.map(({ state }) => state));
  if (states.has('failed')) process.exitCode = exitCodes['data-malformed'];
  else if (states.has('missing')) process.exitCode = exitCodes['not-found'];
};

interface LinkOptions extends SourceOptions {
  readonly title?: string;
}

export const describeSources = (sources: readonly LinkedSource[]): string =>
  sources.length === 0
    ? 'No source is linked. Link one with: modelyard runs link PATH'
    : [
        formatTable(
          [
            { title: 'source' },
            { title: 'format' },
            { title: 'state' },
            { title: 'runs', align: 'right' },
            { title: 'read' },
            { title: 'path' },
          ],
          sources.map((source) => [
            source.title,
            foreignFormatTitles[source.format],
            source.state,
            formatNumber(source.runs),
            source.readAtMs === null
              ? 'never'
              : formatRelativeTime({ atMs: source.readAtMs, nowMs: Date.now() }),
            source.path,
          ]),
        ),
        ...sources.flatMap(({ title, problem }) => (problem === null ? [] : [`${title}: ${problem}`])),
        ...sources.flatMap(({ title, skipped }) =>
          skipped.count === 0
            ? []
            : [
                `${title}: skipped ${formatNumber(skipped.count)}`,
                ...skipped.items.map((item) => `· ${skippedText(item)}`),
              ],
        ),
      ].join('\n');
