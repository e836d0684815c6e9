import type { ObjectStore, Store } from '../ports/store-handles.ts';
import { forgetUnheld } from './run-trash.ts';

/** Forgets those of the objects that nothing holds any more, then removes their files. Answers the bytes that are free now. */
export const freeObjects = async (
  { store, objects }: { store: Store; objects: Pick<ObjectStore, 'mark' | 'remove'> },
  digests: readonly string[],
): Promise<number> => {
  if (digests.length === 0) return 0;
  let freedBytes = 0;
  for (const { digest } of store.write((writer) => forgetUnheld(writer, objects, digests)))
    freedBytes += await objects.remove(digest);
  return freedBytes;
};
