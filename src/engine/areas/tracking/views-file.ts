import { existsSync, readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { z } from 'zod';
import { EngineError } from '../../../shared/errors.ts';
import {
  type RunView,
  runView,
  type SavedView,
  viewColumn,
  viewOrder,
} from '../../../shared/model/run-view.ts';
import { writeAtomically } from '../../store/write-atomically.ts';

/** As a person may write it: what is as usual is left out, and a column is its key alone. */
const writtenView = z.object({
  name: z.string().trim().min(1).max(200),
  default: z.boolean().nullish(),
  filter: runView.shape.filter.nullish(),
  experiment: runView.shape.experiment.nullish(),
  columns: z.array(z.union([z.string().transform((key) => ({ key })), viewColumn])).nullish(),
  orderBy: z.array(viewOrder).nullish(),
  groupBy: runView.shape.groupBy.nullish(),
  nested: z.boolean().nullish(),
  fromChildren: runView.shape.fromChildren.nullish(),
  differencesOnly: z.boolean().nullish(),
});

const heading = ` Saved tables of runs, worth committing. Columns are keys of the query language; what is left out is as usual.`;

/**
 * modelyard.views.yaml. It is read anew each time, because it is the user's to edit and to merge. Error `invalid-input` with file and
 * line when it cannot be understood; then nothing is written either, so that nothing of it is lost.
 */
export const createViewsFile = (file: string) => ({
  read: (): SavedView[] => read(file).views,

  save: (name: string, view: RunView): { isNew: boolean } => {
    const { document, views } = read(file);
    const place = views.findIndex((saved) => saved.name === name);
    const isDefault = views[place]?.isDefault ?? false;
    const list = listIn(document);
    const node = document.createNode(written({ ...view, name, isDefault }));
    if (place === -1) list.items.push(node);
    else list.items[place] = node;
    write(file, document);
    return { isNew: place === -1 };
  },

  rename: (name: string, to: string): void => {
    const { document, views } = read(file);
    const map = viewIn(document, views, name, file);
    if (name !== to && views.some((saved) => saved.name === to))
      throw new EngineError('already-exists', `There is a view “${to}” already. Choose another name.`);
    map.set('name', to);
    write(file, document);
  },

  remove: (name: string): SavedView => {
    const { document, views } = read(file);
    viewIn(document, views, name, file);
    const place = views.findIndex((saved) => saved.name === name);
    listIn(document).items.splice(place, 1);
    write(file, document);
    return views[place]!;
  },

  setDefault: (name: string | null): void => {
    const { document, views } = read(file);
    const chosen = name === null ? null : viewIn(document, views, name, file);
    for (const item of listIn(document).items) if (isMap(item)) item.delete('default');
    chosen?.set('default', true);
    write(file, document);
  },
});

/** A file with these views, in place of what was there. */
export const writeViews = (file: string, views: readonly SavedView[]): void => {
  const document = parseDocument('');
  const list = listIn(document);
  for (const view of views) list.items.push(document.createNode(written(view)));
  write(file, document);
};

interface ViewsDocument {
  readonly document: Document;
  readonly views: SavedView[];
}

const read = (file: string): ViewsDocument => {
  const lines = new LineCounter();
  const document = parseDocument(existsSync(file) ? readFileSync(file, 'utf8') : '', { lineCounter: lines });
  const [problem] = document.errors;
  if (problem !== undefined)
    throw wrong(file, problem.linePos?.[0].line, problem.message.split('\n', 1)[0] ?? '');
  const content = z.object({ views: z.array(z.unknown()).nullish() }).safeParse(document.toJS() ?? {});
  if (!content.success) throw wrong(file, 1, 'it holds no list “views”.');
  const lineOf = (place: number): number | undefined => {
    const node = document.getIn(['views', place], true);
    return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined;
  };
  const names = new Set<string>();
  const views = (content.data.views ?? []).map((given, place) => {
    const parsed = writtenView.safeParse(given);
    const [issue] = parsed.error?.issues ?? [];
    if (!parsed.success)
      throw wrong(
        file,
        lineOf(place),
        `“${issue?.path.join('.') ?? ''}” of this view is wrong: ${issue?.message ?? ''}`,
      );
    if (names.has(parsed.data.name))
      throw wrong(file, lineOf(place), `there are two views “${parsed.data.name}”.`);
    names.add(parsed.data.name);
    return savedViewOf(parsed.data);
  });
  return { document, views };
};

const savedViewOf = (view: z.output<typeof writtenView>): SavedView => ({
  name: view.name,
  isDefault: view.default ?? false,
  filter: view.filter ?? '',
  experiment: view.experiment ?? '',
  columns: view.columns ?? [],
  orderBy: view.orderBy ?? [],
  groupBy: view.groupBy ?? [],
  nested: view.nested ?? false,
  ...(view.fromChildren != null && { fromChildren: view.fromChildren }),
  differencesOnly: view.differencesOnly ?? false,
});

const written = (view: SavedView): Record<string, unknown> => ({
  name: view.name,
  ...(view.isDefault && { default: true }),
  ...(view.experiment !== '' && { experiment: view.experiment }),
  ...(view.filter !== '' && { filter: view.filter }),
  ...(view.orderBy.length > 0 && { orderBy: view.orderBy }),
  ...(view.groupBy.length > 0 && { groupBy: view.groupBy }),
  ...(view.nested && { nested: true }),
  ...(view.fromChildren !== undefined && { fromChildren: view.fromChildren }),
  ...(view.differencesOnly && { differencesOnly: true }),
  columns: view.columns.map((column) =>
    column.width === undefined && column.pinned !== true ? column.key : column,
  ),
});

const listIn = (document: Document) => {
  if (!isMap(document.contents)) {
    document.contents = document.createNode({}) as YAMLMap;
    document.commentBefore ??= heading;
  }
  if (!isSeq(document.get('views'))) document.set('views', document.createNode([]));
  const list = document.get('views');
  if (!isSeq(list)) throw new Error('The list of views was just made.');
  list.flow = false;
  return list;
};

const viewIn = (document: Document, views: readonly SavedView[], name: string, file: string): YAMLMap => {
  const place = views.findIndex((saved) => saved.name === name);
  const map = place === -1 ? undefined : document.getIn(['views', place], true);
  if (isMap(map)) return map;
  throw new EngineError('not-found', `${file} holds no view “${name}”.`, { details: { view: name } });
};

const write = (file: string, document: Document): void =>
  writeAtomically(file, document.toString({ lineWidth: 0 }));

const wrong = (file: string, line: number | undefined, message: string): EngineError =>
  new EngineError('invalid-input', `${file}, line ${line ?? '?'}: ${message}`, {
    details: { path: file, line },
  });
