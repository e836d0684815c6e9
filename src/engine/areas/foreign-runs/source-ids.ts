import { createHash } from 'node:crypto';
import type { ForeignChange, ForeignSource } from '../../ports/foreign-runs.ts';

/**
 * Runs of event files have no ids of their own but their paths below a folder, and every second folder of logs holds a `train`. Where many
 * sources stand side by side they get ids that the place of their source is a part of. Runs of other formats keep theirs.
 */
export const withSourceIds = <Item extends ForeignChange>(
  { format, path }: ForeignSource,
  items: AsyncIterable<Item>,
): AsyncIterable<Item> =>
  format === 'tensorboard'
    ? renamed(items, (id) => createHash('sha256').update(`${path}\0${id}`).digest('hex').slice(0, 32))
    : items;

async function* renamed<Item extends ForeignChange>(
  items: AsyncIterable<Item>,
  idOf: (id: string) => string,
): AsyncGenerator<Item> {
  for await (const item of items) yield withRunId(item, idOf);
}

const withRunId = <Item extends ForeignChange>(item: Item, idOf: (id: string) => string): Item => {
  if (item.kind === 'run') {
    const parentRunId = item.parentRunId === null ? null : idOf(item.parentRunId);
    return { ...item, id: idOf(item.id), parentRunId };
  }
  if (item.kind === 'metric' || item.kind === 'artifact')
    return { ...item, owner: { ...item.owner, id: idOf(item.owner.id) } };
  return 'runId' in item && item.runId !== null ? { ...item, runId: idOf(item.runId) } : item;
};
