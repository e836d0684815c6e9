import type { ProjectServices } from '../../ports/project-services.ts';
import { forgetUnheld } from '../../store/run-trash.ts';

/** Forgets those of the objects that nothing holds any more, then removes their files: what a kill in between leaves is a file without a row. */
export const freeObjects = async (
  { store, objects }: Pick<ProjectServices, 'store' | 'objects'>,
  digests: readonly string[],
): Promise<void> => {
  if (digests.length === 0) return;
  const unheld = store.write((writer) => forgetUnheld(writer, digests));
  for (const { digest } of unheld) await objects.remove(digest);
};
