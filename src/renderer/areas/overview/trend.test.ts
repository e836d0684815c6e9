import { expect, it } from 'vitest';
import { trendOf } from './last-runs-panel.tsx';

const run = (name: string | null, value = 0) => ({
  id: String(value),
  name: 'run',
  status: 'finished',
  startedAtMs: 0,
  metric: name === null ? null : { name, value },
});

it('follows the most common metric from the oldest run to the newest and leaves other scales out', () => {
  expect(trendOf([run('auc', 0.9), run('rmse', 12), run(null), run('auc', 0.8)])).toEqual({
    name: 'auc',
    values: [0.8, 0.9],
  });
});

it('has nothing to follow without a metric', () => expect(trendOf([run(null)])).toBeNull());
