import { expect, it } from 'vitest';
import { decideRestart } from './restart-policy.ts';

it('waits twice as long after each quick failure, and gives up after five', () => {
  let quickFailures = 0;
  const delays: (number | 'give-up')[] = [];
  for (let failure = 0; failure < 6; failure += 1) {
    const decision = decideRestart({ quickFailures, livedMs: 100 });
    quickFailures = decision.quickFailures;
    delays.push(decision.action === 'restart' ? decision.afterMs : 'give-up');
  }
  expect(delays).toEqual([250, 500, 1000, 2000, 4000, 'give-up']);
});

it('forgets earlier failures after a good life', () => {
  expect(decideRestart({ quickFailures: 5, livedMs: 60_000 })).toEqual({
    action: 'restart',
    afterMs: 250,
    quickFailures: 1,
  });
});
