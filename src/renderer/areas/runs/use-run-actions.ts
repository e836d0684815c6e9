import { linkOf, navigate } from '../../app/index.ts';
import { useCommand } from '../../client/index.ts';
import { countOf, toast } from '../../ui/index.ts';
import { setTickedRuns, useTickedRuns } from './ticked-runs.ts';

/** The comparison of runs has an address of its own, so that it can be sent to somebody. */
export const compareRoute = (ids: readonly string[]) => ({
  area: 'runs' as const,
  id: 'compare',
  search: { runs: ids.join(',') },
});

export const copyText = (text: string): void => void navigator.clipboard.writeText(text);
export const copyRunLink = (id: string): void => copyText(linkOf({ area: 'runs', id }));
export const openRun = (id: string): void => navigate({ area: 'runs', id });

/** Moving runs to the trash, with the way back in the same breath. */
export function useDeleteRuns() {
  const remove = useCommand('runs.delete', { failure: 'The runs could not be moved to the trash' });
  const restore = useCommand('runs.restore', { failure: 'The runs could not be brought back' });
  const run = async (ids: readonly string[]) => {
    const removed = await remove.run({ runs: [...ids] });
    if (removed === undefined) return false;
    const { ids: ticked } = useTickedRuns.getState();
    setTickedRuns(new Set([...ticked].filter((id) => !ids.includes(id))));
    toast({
      meaning: 'info',
      title: `${countOf(removed.deleted, 'run')} moved to the trash`,
      action: { label: 'Undo', onClick: () => void restore.run({ runs: [...ids] }) },
    });
    return true;
  };
  return { run, isRunning: remove.isRunning };
}
