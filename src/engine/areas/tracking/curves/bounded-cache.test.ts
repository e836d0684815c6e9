import { expect, it } from 'vitest';
import { createBoundedCache } from './bounded-cache.ts';

it('drops what was used longest ago, and keeps one that is too heavy alone', () => {
  const cache = createBoundedCache<string>(10);
  cache.set('a', 'A', 4);
  cache.set('b', 'B', 4);
  cache.get('a');
  cache.set('c', 'C', 4);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C']);
  cache.set('heavy', 'H', 100);
  expect([cache.get('a'), cache.get('c'), cache.get('heavy')]).toEqual([undefined, undefined, 'H']);
  cache.set('heavy', 'h', 3);
  cache.set('d', 'D', 7);
  expect(cache.get('heavy')).toBe('h');
});
