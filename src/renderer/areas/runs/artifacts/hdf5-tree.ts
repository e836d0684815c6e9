import type { Hdf5Object } from '../../../../shared/model/artifact-content.ts';
import type { TreeRow } from '../../../ui/index.ts';

/** What is inside the root has one step, `/a`, what is inside that two. */
const depthOf = (path: string): number => (path === '/' ? 0 : path.split('/').length - 1);

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/** The last of an object's names, by which it stands in its group. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1) || '/';

/** The rows in sight of a listing in which each group stands before what is in it, when these groups are closed. */
export function hdf5Rows(objects: readonly Hdf5Object[], closed: ReadonlySet<string>): TreeRow<Hdf5Object>[] {
  const parents = new Set(objects.filter(({ path }) => path !== '/').map(({ path }) => parentOf(path)));
  const rows: TreeRow<Hdf5Object>[] = [];
  const places = new Map<string, number>();
  for (const item of objects) {
    const parent = item.path === '/' ? undefined : places.get(parentOf(item.path));
    // What is inside a closed group has no parent in sight.
    if (item.path !== '/' && (parent === undefined || closed.has(parentOf(item.path)))) continue;
    places.set(item.path, rows.length);
    rows.push({
      ...{ item, depth: depthOf(item.path), parentIndex: parent ?? -1 },
      isExpanded: parents.has(item.path) ? !closed.has(item.path) : undefined,
    });
  }
  return rows;
}
