import { countOf } from '../../../../shared/model/format.ts';
import { type Examine, shortList } from './examination.ts';

/** A job whose end could not be written down, or whose engine was killed, is said to run for ever. */
export const checkJobs: Examine = ({ work }) => {
  const name = 'jobs';
  const abandoned = work.abandonedJobs();
  const count = abandoned.length;
  if (count === 0) return { name, isProblem: false, message: 'Every job that is said to run does run.' };
  const titles = shortList(abandoned.map(({ title }) => `“${title}”`));
  const they = count === 1 ? 'it' : 'them';
  return {
    name,
    isProblem: true,
    message: `${countOf(count, 'job')} said to run, though nothing runs ${they}: ${titles}.`,
    count,
    remedy: {
      offer: `Repairing puts ${they} back into the queue.`,
      apply: async () => {
        await work.requeueAbandonedJobs();
        return null;
      },
    },
  };
};
