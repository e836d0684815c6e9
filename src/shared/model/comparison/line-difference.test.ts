import { expect, it } from 'vitest';
import { lineDifference } from './line-difference.ts';

const compare = (left: string, right: string) =>
  lineDifference([...left], [...right]).map((line) => `${line.left ?? '.'}${line.right ?? '.'}`);

it.each([
  ['abc', 'abc', ['aa', 'bb', 'cc']],
  ['abc', 'axc', ['aa', 'bx', 'cc']],
  ['abcd', 'acd', ['aa', 'b.', 'cc', 'dd']],
  ['acd', 'abcd', ['aa', '.b', 'cc', 'dd']],
  ['abcbd', 'xcbyd', ['ax', 'b.', 'cc', 'bb', '.y', 'dd']],
  ['', 'ab', ['.a', '.b']],
  ['aa', 'a', ['aa', 'a.']],
])('%s and %s', (left, right, expected) => expect(compare(left, right)).toEqual(expected));

it('tells what is too long to search as replaced, and no line is lost', () => {
  const left = Array.from({ length: 3000 }, (_, line) => `left ${line}`);
  const right = Array.from({ length: 2000 }, (_, line) => `right ${line}`);
  const found = lineDifference(['same', ...left], ['same', ...right]);
  expect(found).toHaveLength(3001);
  expect(found[2500]).toEqual({ left: 'left 2499', right: null });
});
