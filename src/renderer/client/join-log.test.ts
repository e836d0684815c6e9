import { expect, it } from 'vitest';
import { joinLog } from './join-log.ts';

it.each([
  [['a', 'b'], [], ['a', 'b']],
  [[], ['a'], ['a']],
  [
    ['a', 'b'],
    ['b', 'c'],
    ['a', 'b', 'c'],
  ],
  [
    ['a', 'b', 'c'],
    ['b', 'c'],
    ['a', 'b', 'c'],
  ],
  [['a', 'b', 'c'], ['b'], ['a', 'b', 'c']],
  [
    ['x', 'x'],
    ['x', 'y'],
    ['x', 'x', 'y'],
  ],
  [['a'], ['b'], ['a', 'b']],
])('%j and then %j are %j', (stored, live, joined) => expect(joinLog(stored, live)).toEqual(joined));
