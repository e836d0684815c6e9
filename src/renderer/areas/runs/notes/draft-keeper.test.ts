import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EngineError } from '../../../../shared/errors.ts';
import { createDraftKeeper, type DraftState } from './draft-keeper.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const setUp = (keep: (text: string) => Promise<{ savedAtMs: number }>) => {
  const kept: string[] = [];
  const states: DraftState['kind'][] = [];
  const keeper = createDraftKeeper({
    keep: (text) => {
      kept.push(text);
      return keep(text);
    },
    onState: ({ kind }) => void states.push(kind),
  });
  return { keeper, kept, states };
};
const soon = async () => ({ savedAtMs: Date.now() });

it('waits for a rest, but never longer than a second', async () => {
  const { keeper, kept } = setUp(soon);
  for (const letter of ['a', 'ab', 'abc', 'abcd', 'abcde', 'abcdef']) {
    keeper.changed(letter);
    await vi.advanceTimersByTimeAsync(200);
  }
  expect(kept).toEqual(['abcde']);
  await vi.advanceTimersByTimeAsync(300);
  expect(kept).toEqual(['abcde', 'abcdef']);
});

it('has one request under way, says kept only of the newest text, and keeps the rest when asked', async () => {
  let answer = () => {};
  const { keeper, kept, states } = setUp(
    () => new Promise((resolve) => (answer = () => resolve({ savedAtMs: 1 }))),
  );
  keeper.changed('one');
  const first = keeper.flush();
  keeper.changed('two');
  const second = keeper.flush();
  expect(kept).toEqual(['one']);
  answer();
  await first;
  expect(states).not.toContain('kept');
  await vi.advanceTimersByTimeAsync(0);
  answer();
  await second;
  expect([kept, states.at(-1)]).toEqual([['one', 'two'], 'kept']);
});

it('says to everyone who asked that nothing is under way only when nothing is', async () => {
  const answers: (() => void)[] = [];
  const { keeper, kept } = setUp(
    () => new Promise((resolve) => void answers.push(() => resolve({ savedAtMs: 1 }))),
  );
  keeper.changed('one');
  const first = keeper.flush();
  keeper.changed('two');
  const ended: string[] = [];
  const asked = ['second', 'third'].map((name) => keeper.flush().then(() => ended.push(name)));
  answers[0]?.();
  await first;
  await vi.advanceTimersByTimeAsync(0);
  expect([kept, ended]).toEqual([['one', 'two'], []]);
  answers[1]?.();
  await Promise.all(asked);
  expect(ended).toHaveLength(2);
});

it('tries again what failed, and nothing after it was stopped', async () => {
  let fails = true;
  const { keeper, kept, states } = setUp(async () => {
    if (fails) throw new Error('The disk is full.');
    return soon();
  });
  keeper.changed('one');
  await vi.advanceTimersByTimeAsync(400);
  expect(states.at(-1)).toBe('failed');
  fails = false;
  await vi.advanceTimersByTimeAsync(3000);
  expect([kept, states.at(-1)]).toEqual([['one', 'one'], 'kept']);
  keeper.changed('two');
  await keeper.stop();
  keeper.changed('three');
  await vi.advanceTimersByTimeAsync(5000);
  expect(kept).toEqual(['one', 'one']);
});

it('asks no more for a draft of what is gone, until something more is written', async () => {
  const { keeper, kept, states } = setUp(async () => {
    throw new EngineError('not-found', 'There is no run “bold-fox”.');
  });
  keeper.changed('one');
  await vi.advanceTimersByTimeAsync(60_000);
  expect([kept, states.at(-1)]).toEqual([['one'], 'failed']);
  keeper.changed('two');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(kept).toEqual(['one', 'two']);
});
