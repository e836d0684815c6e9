import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { RunListRow } from '../../../shared/model/run.ts';

export type RunGroup = CommandOutput<'runs.listGroups'>['groups'][number];

/** A row of the runs table: a run, or runs that have something in common. */
export type TableRow =
  | { kind: 'run'; run: RunListRow }
  /** `columns` are those whose means were asked for. */
  | { kind: 'group'; group: RunGroup; columns: readonly string[] };

const groupPrefix = 'group ';

export const rowIdOf = (row: TableRow): string =>
  row.kind === 'run' ? row.run.id : `${groupPrefix}${JSON.stringify(row.group.values)}`;

/** The way back from a group's row id; run ids hold no blank. */
export const groupValuesOf = (id: string): RunGroup['values'] =>
  id.startsWith(groupPrefix) ? (JSON.parse(id.slice(groupPrefix.length)) as RunGroup['values']) : [];
