import type { runComparisonContract } from '../../../../shared/contract/run-comparison.ts';
import type { Handlers } from '../../../ports/call.ts';

/** What a report asks, as the pages of the window do. */
export type ComparisonHandlers = Pick<
  Handlers<typeof runComparisonContract>,
  'runs.compare' | 'runs.curveKeys' | 'runs.curves' | 'runs.groups' | 'runs.scatter'
>;
