import { expect, it } from 'vitest';
import { tableColumn } from './table-cells.ts';

it('writes moments in UTC, and nothing where no date can say the time', () => {
  const { type, cellOf } = tableColumn('start_time', { entity: 'attribute', name: 'start_time' });
  expect(type).toBe('datetime');
  expect([0, 8_640_000_000_000_001, undefined].map(cellOf)).toEqual(['1970-01-01T00:00:00.000Z', null, null]);
});
