import { expect, test } from 'vitest';
import { createSeededRandom } from '../core/learning/seeded-random.ts';
import { stableOrder } from './stable-order.ts';

test('Orders numbers of every size and sign, and keeps the order of equals, as a comparison would', () => {
  const random = createSeededRandom(7);
  const special = [0, 1, -1, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, Infinity, -Infinity];
  const numbers = Float64Array.from({ length: 5000 }, (_, index) =>
    index % 3 === 0
      ? special[index % special.length]!
      : (random() - 0.5) * 10 ** Math.floor(random() * 600 - 300),
  );
  const places = Array.from(numbers, (_, index) => index);
  const expected = places.toSorted((a, b) =>
    numbers[a]! < numbers[b]! ? -1 : numbers[a]! > numbers[b]! ? 1 : a - b,
  );
  expect([...stableOrder(numbers)]).toEqual(expected);
});

test('Orders nothing and one', () => {
  expect([...stableOrder(new Float64Array(0))]).toEqual([]);
  expect([...stableOrder(Float64Array.of(3))]).toEqual([0]);
});
