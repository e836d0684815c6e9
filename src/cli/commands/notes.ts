import { readFile } from 'node:fs/promises';
import { buffer as bytesOf } from 'node:stream/consumers';
import type { Command } from 'commander';
import { EngineError } from '../../shared/errors.ts';
import { columnText } from '../../shared/model/column-text.ts';
import { countOf, formatNumber, formatRelativeTime } from '../../shared/model/format.ts';
import { type LiveTable, liveColumns, liveTableOf } from '../../shared/model/notes/live-table.ts';
import type { LiveReference, NoteSubject } from '../../shared/model/notes/note.ts';
import {
  type FoundLink,
  linksOfNote,
  referenceKey,
  referencesOf,
} from '../../shared/model/notes/note-links.ts';
import { referenceWords } from '../../shared/model/notes/reference-words.ts';
import { type CommandContext, onProject } from '../command-line.ts';
import { formatTable } from '../terminal.ts';

export const addExperimentsCommands = (program: Command): void => {
  const experiments = program.command('experiments').description('experiments: what runs are grouped by');
  experiments
    .command('list')
    .description('list experiments with the number of their runs')
    .action(
      onProject(async ({ session, terminal }) => {
        const found = await session.call('experiments.list', {});
        terminal.result(found, () =>
          formatTable(
            [{ title: 'experiment' }, { title: 'runs', align: 'right' }, { title: 'last run' }],
            found.map(({ name, runCount, lastRunAtMs }) => [
              name,
              formatNumber(runCount),
              lastRunAtMs === null ? '' : formatRelativeTime({ atMs: lastRunAtMs, nowMs: Date.now() }),
            ]),
          ),
        );
      }),
    );
  addNoteCommand(experiments, 'experiment');
};

interface NoteOptions {
  readonly set?: string;
  readonly file?: string;
  readonly raw?: boolean;
}

/** The note of a run or an experiment: shown with what it refers to as it is now, or written. */
export const addNoteCommand = (parent: Command, type: NoteSubject['type']): void => {
  parent
    .command(`note <${type}>`)
    .description(
      `show the note of ${type === 'run' ? 'a run' : 'an experiment'} with its live figures, or write it`,
    )
    .option('--set <markdown>', 'what the note shall say; nothing takes it away')
    .option('--file <file>', 'a Markdown file to take the note from; - for standard input')
    .option('--raw', 'the Markdown as it is written')
    .action(
      onProject(async (context, id: string, options: NoteOptions) => {
        const subject = { type, id };
        if (options.set !== undefined && options.file !== undefined)
          throw new EngineError(
            'invalid-input',
            'Say the note with --set or with --file, but not with both.',
          );
        const written =
          options.set ?? (options.file === undefined ? undefined : await readNote(options.file));
        if (written === undefined) return show(context, subject, options.raw === true);
        await context.session.call('notes.save', { subject, text: written });
        context.terminal.result({ text: written }, () =>
          written === '' ? 'The note is gone.' : 'The note is written.',
        );
      }),
    );
};

const readNote = async (file: string): Promise<string> => {
  const bytes = file === '-' ? await bytesOf(process.stdin) : await readFile(file);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const name = file === '-' ? 'What came from standard input' : file;
    throw new EngineError('invalid-input', `${name} is no text in UTF-8. Save it as such, and do it again.`);
  }
};

const show = async (context: CommandContext, subject: NoteSubject, isRaw: boolean): Promise<void> => {
  const { session, terminal } = context;
  const note = await session.call('notes.get', { subject });
  const asked = referencesOf(note.text);
  const { references } = await session.call('runs.references', { references: asked });
  if (note.draft !== null)
    terminal.note('Somebody is writing on this note in a window; what is not saved yet is not shown.');
  const live = isRaw ? note.text : await withLive(context, note.text, { asked, references });
  terminal.result(
    { ...note, references: asked.map((each, index) => ({ ...each, ...references[index] })) },
    () => (note.text === '' ? `The ${subject.type} has no note.` : live),
  );
};

interface Known {
  readonly asked: readonly { run: string; show?: string }[];
  readonly references: readonly LiveReference[];
}

/** The note with every live link replaced by what it stands for. */
const withLive = async (
  context: CommandContext,
  text: string,
  { asked, references }: Known,
): Promise<string> => {
  const known = new Map(asked.map((each, index) => [referenceKey(each), references[index]]));
  const parts: string[] = [];
  let end = 0;
  for (const found of linksOfNote(text)) {
    parts.push(text.slice(end, found.start), await liveText(context, text, found, known));
    end = found.end;
  }
  return [...parts, text.slice(end)].join('');
};

const liveText = async (
  context: CommandContext,
  text: string,
  { start, end, link }: FoundLink,
  known: ReadonlyMap<string, LiveReference | undefined>,
): Promise<string> => {
  const written = /^\[([^\]]*)\]/.exec(text.slice(start, end))?.[1] ?? text.slice(start, end);
  if (link.kind === 'table') {
    const table = liveTableOf(link.search);
    return table === null ? `${written} (this link cannot be read)` : tableText(context, written, table);
  }
  const words = referenceWords(link, written, known.get(referenceKey(link)), Date.now());
  return words.note === '' ? words.text : `${words.text} (${words.note})`;
};

const tableText = async ({ session }: CommandContext, title: string, table: LiveTable): Promise<string> => {
  const { filter, experiment, orderBy } = table.view;
  const keys = await session.call('runs.keys', { counts: false });
  const columns = liveColumns(
    table,
    keys.metrics.map(({ name }) => name),
  );
  const { runs, total } = await session.call('runs.list', {
    ...(filter !== '' && { filter }),
    ...(experiment !== '' && { experiment }),
    ...{ columns, orderBy, limit: table.rows },
  });
  return [
    `${title} (${countOf(total, 'run')})`,
    formatTable(
      ['run', ...columns].map((heading) => ({ title: heading })),
      runs.map(({ name, values }) => [
        name,
        ...columns.map((column) => {
          const value = values[column];
          return value === undefined ? '' : columnText(column, value, Date.now());
        }),
      ]),
    ),
  ].join('\n');
};
