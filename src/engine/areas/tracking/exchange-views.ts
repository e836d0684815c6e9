import { existsSync } from 'node:fs';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { EngineError } from '../../../shared/errors.ts';
import type { SavedView } from '../../../shared/model/run-view.ts';
import { runView } from '../../../shared/model/run-view.ts';
import { createViewsFile, writeViews } from './views-file.ts';

type ViewsFile = ReturnType<typeof createViewsFile>;

const viewOf = (saved: SavedView) => runView.parse(saved);
const isSame = (one: SavedView, other: SavedView): boolean =>
  JSON.stringify(viewOf(one)) === JSON.stringify(viewOf(other));

/** The file is one like modelyard.views.yaml. Errors: `not-found` for a name there is not, `already-exists`. */
export const exportViews = (
  file: ViewsFile,
  path: string,
  { names, replace }: { names: readonly string[] | undefined; replace: boolean },
): CommandOutput<'views.export'> => {
  const views = file.read();
  const chosen = names === undefined ? views : names.map((name) => namedView(views, name));
  if (chosen.length === 0)
    throw new EngineError('not-found', 'No table is saved yet. Save one from the table of runs first.');
  if (!replace && existsSync(path))
    throw new EngineError('already-exists', `${path} exists already. Choose another name.`, {
      details: { path },
    });
  // Which one a project opens with is its own affair, and does not travel.
  writeViews(
    path,
    chosen.map((view) => ({ ...view, isDefault: false })),
  );
  return { path, views: chosen.length };
};

const namedView = (views: readonly SavedView[], name: string): SavedView => {
  const found = views.find((view) => view.name === name);
  if (found !== undefined) return found;
  throw new EngineError(
    'not-found',
    `There is no view “${name}”. There are: ${views.map((view) => view.name).join(', ') || 'none'}.`,
    { details: { view: name } },
  );
};

/** Reads all of the file before anything is written. Errors: `not-found`, `invalid-input` with file and line. */
export const importViews = (
  file: ViewsFile,
  path: string,
  replace: boolean,
): CommandOutput<'views.import'> => {
  if (!existsSync(path))
    throw new EngineError('not-found', `There is no file ${path}.`, { details: { path } });
  const coming = createViewsFile(path).read();
  const done: CommandOutput<'views.import'> = { added: [], replaced: [], renamed: [], unchanged: [] };
  const here = new Map(file.read().map((view) => [view.name, view]));
  for (const view of coming) {
    const known = here.get(view.name);
    if (known === undefined) done.added.push(view.name);
    else if (isSame(known, view)) {
      done.unchanged.push(view.name);
      continue;
    } else if (replace) done.replaced.push(view.name);
    const name = known === undefined || replace ? view.name : freeName(view, here);
    if (name === undefined) {
      done.unchanged.push(view.name);
      continue;
    }
    if (name !== view.name) done.renamed.push({ from: view.name, to: name });
    file.save(name, viewOf(view));
    here.set(name, { ...view, name });
  }
  return done;
};

/** `best (2)` and so on; undefined when the same table is here under such a name, as when a file comes a second time. */
const freeName = (view: SavedView, here: ReadonlyMap<string, SavedView>): string | undefined => {
  for (let number = 2; ; number += 1) {
    const name = `${view.name} (${number})`;
    const known = here.get(name);
    if (known === undefined) return name;
    if (isSame(known, view)) return undefined;
  }
};
