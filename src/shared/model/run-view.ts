import { z } from 'zod';
import { filterText } from '../query/filter-text.ts';

const column = z.string().min(1).max(2000);

/** Room for all parameters of a search. */
export const mostGroupingColumns = 64;

/** A column of a saved table: its key in the query language, and what is not as usual about it. */
export const viewColumn = z.object({
  key: column,
  /** Pixels. */
  width: z.number().int().min(24).max(4000).optional(),
  /** Stays at the left while the others scroll. */
  pinned: z.boolean().optional(),
});
export type ViewColumn = z.infer<typeof viewColumn>;

export const viewOrder = z.object({ key: column, descending: z.boolean() });
export type ViewOrder = z.infer<typeof viewOrder>;

/** What of the runs below it stands for a run that has no value of its own. */
export const childAggregate = z.enum(['mean', 'min', 'max', 'best']);
export type ChildAggregate = z.infer<typeof childAggregate>;

/** How a table of runs looks, and which runs are in it. */
export const runView = z.object({
  filter: filterText,
  /** Empty for all. */
  experiment: z.string().max(500),
  columns: z.array(viewColumn).max(5000),
  orderBy: z.array(viewOrder).max(8),
  groupBy: z.array(column).max(mostGroupingColumns),
  nested: z.boolean(),
  /** Of nested runs; without it a run shows what is its own. */
  fromChildren: childAggregate.optional(),
  differencesOnly: z.boolean(),
});
export type RunView = z.infer<typeof runView>;

export const viewName = z.string().trim().min(1).max(200);
export const savedView = runView.extend({
  name: viewName,
  /** What the table opens with. */
  isDefault: z.boolean(),
});
export type SavedView = z.infer<typeof savedView>;
