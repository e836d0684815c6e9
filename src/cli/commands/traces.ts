import type { Command } from 'commander';
import { EngineError } from '../../shared/errors.ts';
import { countOf } from '../../shared/model/format.ts';
import { type TraceState, traceState } from '../../shared/model/trace.ts';
import { collect, onProject, wholeNumber } from '../command-line.ts';
import { noteUnknownExperiment } from './run-list-options.ts';
import { listText, spanText, traceText } from './trace-text.ts';

export const addTracesCommands = (program: Command): void => {
  const traces = program
    .command('traces')
    .description('traces: requests to programs around models, step by step');

  addSelection(traces.command('list').description('list traces, newest first'))
    .option('--order-by <fact>', 'requested, duration, tokens or name', 'requested')
    .option('--ascending', 'the least first')
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .option('--offset <number>', 'after so many', wholeNumber, 0)
    .action(
      onProject(async ({ session, terminal }, options: ListOptions) => {
        const { limit, offset } = options;
        const listed = await session.call('traces.list', {
          ...selectionOf(options),
          orderBy: { key: orderOf(options.orderBy), descending: options.ascending !== true },
          ...{ limit, offset },
        });
        if (listed.total === 0) await noteUnknownExperiment({ session, terminal }, options.experiment);
        terminal.result(listed, () => listText(listed, offset));
      }),
    );

  traces
    .command('show <trace>')
    .description('show a trace as a tree of its spans, or one of the spans')
    .option('--span <id>', 'what went into this span and came out of it')
    .action(
      onProject(async ({ session, terminal }, trace: string, { span }: { span?: string }) => {
        if (span !== undefined) {
          const detail = await session.call('traces.span', { trace, span });
          terminal.result(detail, () => spanText(detail));
          return;
        }
        const detail = await session.call('traces.get', { trace });
        terminal.result(detail, () => traceText(detail));
      }),
    );

  addSelection(
    traces
      .command('delete [traces...]')
      .description('delete traces for good: those that are named, or all that the options find'),
  )
    .option('--all', 'all traces of the project')
    .action(
      onProject(
        async ({ session, terminal }, named: string[], options: SelectionOptions & { all?: boolean }) => {
          const matching = selectionOf(options);
          const isSelected = Object.keys(matching).length > 0;
          if ([named.length > 0, isSelected, options.all === true].filter(Boolean).length !== 1)
            throw new EngineError(
              'invalid-input',
              'Say which traces to delete: name them, or give options such as --until, or --all; one of the three.',
            );
          const done = await session.call(
            'traces.delete',
            named.length > 0 ? { traces: named } : { matching },
          );
          if (done.deleted === 0) await noteUnknownExperiment({ session, terminal }, options.experiment);
          terminal.result(done, () => `Deleted ${countOf(done.deleted, 'trace')}.`);
        },
      ),
    );
};

interface SelectionOptions {
  readonly experiment?: string;
  readonly run?: string;
  readonly state?: string[];
  readonly text?: string;
  readonly from?: string;
  readonly until?: string;
}
interface ListOptions extends SelectionOptions {
  readonly orderBy: string;
  readonly ascending?: boolean;
  readonly limit: number;
  readonly offset: number;
}

const addSelection = (command: Command): Command =>
  command
    .option('--experiment <name>', 'only those of this experiment')
    .option('--run <id>', 'only those that were made in this run')
    .option('--state <state>', 'ok, error, in-progress or unspecified; can be given several times', collect)
    .option('--text <text>', 'only with this in the name, the previews, the tags or the id')
    .option('--from <time>', 'that began at this time or later: 2026-11-23 or 2026-11-23T09:30')
    .option('--until <time>', 'that began at this time or earlier');

const selectionOf = ({ experiment, run, state, text, from, until }: SelectionOptions) => ({
  ...(experiment !== undefined && { experiment }),
  ...(run !== undefined && { run }),
  ...(state !== undefined && { states: state.map(stateOf) }),
  ...(text !== undefined && { text }),
  ...(from !== undefined && { fromMs: timeOf(from) }),
  ...(until !== undefined && { untilMs: timeOf(until) }),
});

const stateOf = (text: string): TraceState => {
  const parsed = traceState.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new EngineError(
    'invalid-input',
    `“${text}” is no state. Write one of ${traceState.options.join(', ')}.`,
  );
};

const orders = ['requested', 'duration', 'tokens', 'name'] as const;
const orderOf = (text: string): (typeof orders)[number] => {
  const order = orders.find((each) => each === text);
  if (order !== undefined) return order;
  throw new EngineError(
    'invalid-input',
    `Traces are not ordered by “${text}”. Write one of ${orders.join(', ')}.`,
  );
};

const timeOf = (text: string): number => {
  const atMs = Date.parse(text);
  if (!Number.isNaN(atMs)) return atMs;
  throw new EngineError('invalid-input', `“${text}” is no time. Write 2026-11-23 or 2026-11-23T09:30.`);
};
