import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

/** Turns, with moments of rest that come when the test says so. */
const rehearse = () => {
  const resting: (() => void)[] = [];
  const take = createTurns((work) => resting.push(work));
  const started: string[] = [];
  return {
    started,
    enter: (name: string) => take(() => started.push(name)),
    rest: () => resting.splice(0).forEach((work) => void work()),
  };
};

it('starts one at a time, in order, each after a rest', () => {
  const { started, enter, rest } = rehearse();
  const giveBack = enter('first');
  enter('second');
  expect(started).toEqual([]);
  rest();
  rest();
  expect(started).toEqual(['first']);
  giveBack();
  expect(started).toEqual(['first']);
  rest();
  expect(started).toEqual(['first', 'second']);
});

it('passes over one that went away while it waited', () => {
  const { started, enter, rest } = rehearse();
  const giveBack = enter('first');
  const leave = enter('second');
  enter('third');
  rest();
  leave();
  giveBack();
  rest();
  expect(started).toEqual(['first', 'third']);
});

it('goes on after a time when nobody waited', () => {
  const { started, enter, rest } = rehearse();
  const giveBack = enter('first');
  rest();
  giveBack();
  rest();
  enter('second');
  rest();
  expect(started).toEqual(['first', 'second']);
});
