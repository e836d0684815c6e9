import { expect, it } from 'vitest';
import { openTestStore } from '../../../test/support/open-test-store.ts';
import { addRun } from '../../../test/support/run-store.ts';
import { lastRuns } from './status.ts';

it('shows of a run the figure that matters, not the first by name, and no NaN', () => {
  const store = openTestStore();
  addRun(store, { id: 'a', startedAtMs: 1, metrics: { grad_norm: 3, loss: 0.5, 'val/accuracy': 0.9 } });
  addRun(store, { id: 'b', startedAtMs: 2, metrics: { grad_norm: 3, loss: 'NaN' } });
  expect(lastRuns(store.reader, 2).map(({ metric }) => metric)).toEqual([
    { name: 'grad_norm', value: 3 },
    { name: 'val/accuracy', value: 0.9 },
  ]);
});
