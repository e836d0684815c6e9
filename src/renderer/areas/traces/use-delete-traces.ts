import type { CommandInput } from '../../../shared/contract/index.ts';
import { useCommand } from '../../client/index.ts';
import { countOf, toast } from '../../ui/index.ts';

/** Deletes traces and says how many. */
export function useDeleteTraces() {
  const remove = useCommand('traces.delete', { failure: 'The traces could not be deleted' });
  const run = async (which: CommandInput<'traces.delete'>): Promise<boolean> => {
    const done = await remove.run(which);
    if (done === undefined) return false;
    toast({ meaning: 'info', title: `${countOf(done.deleted, 'trace')} deleted` });
    return true;
  };
  return { run, isRunning: remove.isRunning };
}
