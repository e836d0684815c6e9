import type { Command } from 'commander';
import type { CommandOutput } from '../../shared/contract/index.ts';
import { EngineError } from '../../shared/errors.ts';
import { formatNumber } from '../../shared/model/format.ts';
import { type CommandContext, collect, onProject, parsePairs } from '../command-line.ts';
import { formatTable } from '../terminal.ts';
import {
  addSelectionOptions,
  noteUnknownExperiment,
  type SelectionOptions,
  selectionOf,
} from './run-list-options.ts';

/** What changes runs: tags, notes, the trash. Runs are named, or are all that a filter finds. */
export const addRunEditCommands = (runs: Command): void => {
  acting(runs, 'tag', 'set tags on runs, or remove them')
    .option('--set <pair>', 'NAME=VALUE; can be given several times', collect)
    .option('--remove <name>', 'a tag to take away; can be given several times', collect)
    .option('--note <text>', 'the note of the runs')
    .action(
      onProject(async (context, named: string[], options: TagOptions) => {
        const chosen = await runsOf(context, named, options);
        const tags: Record<string, string | null> = parsePairs(options.set ?? []);
        for (const name of options.remove ?? []) tags[name] = null;
        const { note } = options;
        if (Object.keys(tags).length === 0 && note === undefined)
          throw new EngineError(
            'invalid-input',
            'Say what to change: --set NAME=VALUE, --remove NAME or --note TEXT.',
          );
        if (chosen.length > 0)
          await context.session.call('runs.update', {
            runs: chosen,
            tags,
            ...(note !== undefined && { note }),
          });
        context.terminal.result({ changed: chosen.length }, () => `Changed ${countOf(chosen.length)}.`);
      }),
    );

  acting(runs, 'delete', 'move runs to the trash').action(
    onProject(async (context, named: string[], options: SelectionOptions) => {
      const chosen = await runsOf(context, named, options);
      const { deleted } =
        chosen.length === 0 ? { deleted: 0 } : await context.session.call('runs.delete', { runs: chosen });
      context.terminal.result({ deleted }, () => `${countOf(deleted)} moved to the trash.`);
    }),
  );

  acting(runs, 'restore', 'take runs out of the trash').action(
    onProject(async (context, named: string[], options: SelectionOptions) => {
      const chosen = await runsOf(context, named, { ...options, deleted: true });
      const { restored } =
        chosen.length === 0 ? { restored: 0 } : await context.session.call('runs.restore', { runs: chosen });
      context.terminal.result({ restored }, () => `${countOf(restored)} taken out of the trash.`);
    }),
  );

  runs
    .command('trash')
    .description('what is in the trash, and how much space it would free')
    .action(
      onProject(async ({ session, terminal }) => {
        const trash = await session.call('runs.trash', {});
        terminal.result(trash, () =>
          [
            `${countOf(trash.runs)} in the trash. Removing them frees ${formatNumber(trash.freeableBytes)} bytes in ${formatNumber(trash.files)} stored files.`,
            ...partLines(trash.parts),
            ...keptLines(trash.kept),
            'List them with: modelyard runs list --trash',
          ].join('\n'),
        );
      }),
    );

  runs
    .command('purge [runs...]')
    .description('remove runs in the trash for good, and the stored files that only they hold')
    .option('--yes', 'do it; without this, say what it would do')
    .action(
      onProject(async ({ session, terminal }, named: string[], { yes }: { yes?: boolean }) => {
        const which = named.length === 0 ? {} : { runs: named };
        if (yes !== true) {
          const trash = await session.call('runs.trash', which);
          terminal.result(trash, () =>
            [
              `Would remove ${countOf(trash.runs)} for good and free ${formatNumber(trash.freeableBytes)} bytes. Add --yes to do it.`,
              ...partLines(trash.parts),
              ...keptLines(trash.kept),
            ].join('\n'),
          );
          return;
        }
        const done = await session.call('runs.purge', which);
        terminal.result(done, () =>
          [
            `${countOf(done.purged)} removed, ${formatNumber(done.freedBytes)} bytes freed.`,
            ...keptLines(done.kept),
          ].join('\n'),
        );
      }),
    );
};

interface TagOptions extends SelectionOptions {
  set?: string[];
  remove?: string[];
  note?: string;
}

const acting = (runs: Command, name: string, description: string): Command =>
  addSelectionOptions(
    runs.command(`${name} [runs...]`).description(`${description}; those named, or all that a filter finds`),
  );

/** Acting on everything has to be said: no names and no filter is a mistake, not a wish. */
const runsOf = async (
  { session, terminal }: CommandContext,
  named: readonly string[],
  options: SelectionOptions & { deleted?: boolean },
): Promise<string[]> => {
  const isFiltered = options.filter !== undefined || options.experiment !== undefined;
  if (named.length > 0 && !isFiltered) return [...named];
  if (named.length > 0 || !isFiltered)
    throw new EngineError(
      'invalid-input',
      'Name runs, or choose them with --filter or --experiment, but not both.',
    );
  const { ids } = await session.call('runs.ids', {
    ...selectionOf(options),
    deleted: options.deleted === true,
  });
  if (ids.length === 0) await noteUnknownExperiment({ session, terminal }, options.experiment);
  return ids;
};

const countOf = (runs: number): string => `${formatNumber(runs)} ${runs === 1 ? 'run' : 'runs'}`;

/** What makes up the space. */
const partLines = ({ experiments, runs, types }: CommandOutput<'runs.trash'>['parts']): string[] =>
  (
    [
      ['experiment', experiments],
      ['run', runs],
      ['type of file', types],
    ] as const
  ).flatMap(([title, parts]) =>
    parts.length === 0
      ? []
      : [
          '',
          formatTable(
            [{ title }, { title: 'files', align: 'right' }, { title: 'bytes', align: 'right' }],
            parts.map(({ name, files, sizeBytes }) => [name, formatNumber(files), formatNumber(sizeBytes)]),
          ),
        ],
  );

const keptLines = (kept: readonly { name: string; models: readonly string[] }[]): string[] =>
  kept.map(({ name, models }) => `${name} stays: ${models.join(', ')} was made of it.`);
