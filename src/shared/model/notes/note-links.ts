/**
 * Links of notes that are alive: `[bold-fox](modelyard://runs/3f2a…)` is a run as it is now, `[0.913](modelyard://runs/3f2a…?show=metrics.auc)` one
 * of its figures, and `[Best](modelyard://runs?filter=…)` on a line of its own a table. They are ordinary links of Markdown, so that the
 * text also says something where nothing is alive, such as in MLflow.
 */
export type NoteLink =
  | {
      readonly kind: 'run';
      /** Id, the beginning of one, or a name. */
      readonly run: string;
      /** A column of the table of runs; null for the run as such. */
      readonly show: string | null;
    }
  | { readonly kind: 'table'; readonly search: Readonly<Record<string, string>> };

const scheme = 'modelyard://runs';

/** Null for an address that is of no run and no table of runs. */
export const readNoteLink = (address: string): NoteLink | null => {
  const found = /^modelyard:\/\/runs(?:\/([^/?#]+))?\/?(?:\?([^#]*))?$/.exec(address);
  if (found === null) return null;
  const [, id, query = ''] = found;
  const search = readSearch(query);
  if (id === undefined) return { kind: 'table', search };
  return pages.has(id) ? null : { kind: 'run', run: decoded(id), show: search.show ?? null };
};

/** Places of the window that are no run. */
const pages: ReadonlySet<string> = new Set(['compare', 'charts', 'import']);

export const runLink = (run: string, show?: string): string =>
  `${scheme}/${encodeURIComponent(run)}${show === undefined ? '' : `?show=${escaped(show)}`}`;

/** A link of Markdown ends at the first closing parenthesis. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'));

export const tableLink = (search: Readonly<Record<string, string>>): string =>
  `${scheme}?${Object.entries(search)
    .map(([name, value]) => `${name}=${escaped(value)}`)
    .join('&')}`;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

const readSearch = (query: string): Record<string, string> =>
  Object.fromEntries(
    query
      .split('&')
      .filter((part) => part !== '')
      .map((part) => {
        const at = part.indexOf('=');
        return at === -1 ? [decoded(part), ''] : [decoded(part.slice(0, at)), decoded(part.slice(at + 1))];
      }),
  );

export interface FoundLink {
  readonly address: string;
  readonly start: number;
  readonly end: number;
  readonly link: NoteLink;
}

const written = /\[[^\]\n]*\]\((modelyard:\/\/[^)\s]+)\)|modelyard:\/\/[^\s)\]>"'`]*[^\s)\]>"'`.,;:!?]/g;

/** The live links of a text in their order; an address without a text counts as well. */
export const linksOfNote = (markdown: string): FoundLink[] =>
  [...markdown.matchAll(written)].flatMap((match) => {
    const address = match[1] ?? match[0];
    const link = readNoteLink(address);
    return link === null ? [] : [{ address, link, start: match.index, end: match.index + match[0].length }];
  });

/** What somebody asks the engine of the runs that a note refers to, each once. */
export const referencesOf = (markdown: string): { run: string; show?: string }[] => {
  const found = new Map<string, { run: string; show?: string }>();
  for (const { link } of linksOfNote(markdown))
    if (link.kind === 'run')
      found.set(referenceKey(link), { run: link.run, ...(link.show !== null && { show: link.show }) });
  return [...found.values()].slice(0, mostReferences);
};

/** Of one note; more stay the links they are. */
export const mostReferences = 500;

export const referenceKey = ({ run, show }: { run: string; show?: string | null | undefined }): string =>
  JSON.stringify([run, show ?? null]);
