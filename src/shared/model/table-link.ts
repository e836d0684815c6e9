import type { z } from 'zod';
import { type RunView, runView } from './run-view.ts';

/** What stands in the address as such, because it changes while one looks. */
const openly = { filter: true, experiment: true } as const;
const rest = runView.omit(openly).partial();

type Search = Readonly<Record<string, string>>;

const present = (search: Record<string, string>): Search =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== ''));

/** A link to a table that needs no saved view: it holds rows, order, columns and their widths itself. */
export const tableSearch = ({ filter, experiment, ...table }: RunView): Search =>
  present({ filter, experiment, table: JSON.stringify(withoutUsual(table)) });

/** What the link says is as usual is not spelt out. */
const withoutUsual = (table: z.infer<typeof rest>): object =>
  Object.fromEntries(
    Object.entries(table).filter(
      ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
    ),
  );

/** The table that a link holds; undefined for none, null for one that cannot be read. */
export const tableFrom = (search: Search | undefined): RunView | null | undefined => {
  const text = search?.table;
  if (text === undefined) return undefined;
  const parsed = rest.safeParse(jsonOrNull(text));
  if (!parsed.success) return null;
  const whole = runView.safeParse({
    ...{ columns: [], orderBy: [], groupBy: [], nested: false, differencesOnly: false },
    ...parsed.data,
    ...{ filter: search?.filter ?? '', experiment: search?.experiment ?? '' },
  });
  return whole.success ? whole.data : null;
};

const jsonOrNull = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
