import { useMemo } from 'react';
import { columnText } from '../../../../shared/model/column-text.ts';
import { metricsByImportance } from '../../../../shared/model/metric-order.ts';
import { runLink, tableLink } from '../../../../shared/model/notes/note-links.ts';
import type { RunDetail } from '../../../../shared/model/run.ts';
import type { SavedView } from '../../../../shared/model/run-view.ts';
import { tableSearch } from '../../../../shared/model/table-link.ts';
import { printKey } from '../../../../shared/query/print.ts';
import { quote } from '../../../../shared/query/tokens.ts';
import { useQuery } from '../../../client/index.ts';
import { formatRelativeTime } from '../../../ui/index.ts';
import { type CompletionPlace, completionPlace } from './completion-place.ts';

export interface NoteCompletion {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  /** What is written in place of what was typed. */
  readonly written: string;
}

export interface NoteCompletions {
  readonly place: CompletionPlace;
  readonly options: readonly NoteCompletion[];
}

const shownOptions = 10;

/** The text of a link ends at a bracket. */
const linkText = (text: string): string => text.replace(/[[\]\n]/g, ' ').trim() || 'run';

const filterOf = (fragment: string): string =>
  fragment === ''
    ? ''
    : `name ILIKE ${quote(`%${fragment}%`)} OR run_id LIKE ${quote(`${fragment.toLowerCase()}%`)}`;

/** What can be written at the caret; null where nothing can. */
export function useCompletions(text: string, caret: number | null): NoteCompletions | null {
  const place = useMemo(() => (caret === null ? null : completionPlace(text.slice(0, caret))), [text, caret]);
  const wantsRun = place?.kind === 'run';
  const runs = useQuery(
    'runs.list',
    {
      filter: filterOf(wantsRun ? place.fragment : ''),
      orderBy: [{ key: 'start_time', descending: true }],
      limit: shownOptions,
    },
    { enabled: wantsRun, keepPrevious: true },
  );
  const views = useQuery('views.list', {}, { enabled: wantsRun });
  const detail = useQuery(
    'runs.get',
    { run: place?.kind === 'figure' ? place.run : '' },
    { enabled: place?.kind === 'figure' },
  );
  return useMemo(() => {
    if (place === null) return null;
    const options =
      place.kind === 'run'
        ? [
            // While the answer is that of fewer letters, runs that no longer fit are not offered.
            ...(runs.data?.runs ?? []).filter((run) => isFound(run, place.fragment)).map(runOption),
            ...(views.data?.views ?? []).filter(({ name }) => fits(name, place.fragment)).map(viewOption),
          ]
        : figureOptions(detail.data, place.fragment);
    return { place, options: options.slice(0, shownOptions) };
  }, [place, runs.data, views.data, detail.data]);
}

const fits = (name: string, fragment: string) => name.toLowerCase().includes(fragment.toLowerCase());

const isFound = ({ id, name }: { id: string; name: string }, fragment: string) =>
  fits(name, fragment) || id.startsWith(fragment.toLowerCase());

const runOption = (run: {
  id: string;
  name: string;
  status: string;
  startedAtMs: number;
}): NoteCompletion => ({
  key: run.id,
  label: run.name,
  detail: `${run.status} · ${formatRelativeTime({ atMs: run.startedAtMs, nowMs: Date.now() })}`,
  written: `[${linkText(run.name)}](${runLink(run.id)})`,
});

const viewOption = ({ name, isDefault: _, ...view }: SavedView): NoteCompletion => ({
  key: `view ${name}`,
  label: name,
  detail: 'saved table',
  written: `[${linkText(name)}](${tableLink(tableSearch(view))})`,
});

const figureOptions = (run: RunDetail | undefined, fragment: string): NoteCompletion[] => {
  if (run === undefined) return [];
  const metrics = metricsByImportance(Object.keys(run.metrics)).map((name) => ({
    name,
    what: 'metric',
    column: printKey({ entity: 'metric', name }),
    value: run.metrics[name] ?? '',
  }));
  const parameters = Object.entries(run.parameters).map(([name, value]) => ({
    ...{ name, what: 'parameter', value },
    column: printKey({ entity: 'parameter', name }),
  }));
  return [...metrics, ...parameters]
    .filter(({ name }) => fits(name, fragment))
    .map(({ name, what, column, value }) => {
      const text = columnText(column, value, Date.now());
      return {
        key: column,
        label: name,
        detail: `${what} ${text}`,
        written: `[${linkText(text)}](${runLink(run.id, column)})`,
      };
    });
};
