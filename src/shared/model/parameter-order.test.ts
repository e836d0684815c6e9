import { expect, it } from 'vitest';
import { type ParameterUse, tellingParameters } from './parameter-order.ts';

const uses = (given: Record<string, [runs: number, values: number, kind?: ParameterUse['kind']]>) =>
  new Map(
    Object.entries(given).map(([name, [runs, values, kind = 'number']]) => [name, { runs, values, kind }]),
  );

it('names the parameters by which most runs differ: choices, the learning rate, numbers, seeds', () => {
  expect(
    tellingParameters(
      uses({
        ...{ seed: [60, 5], depth: [60, 9], lr: [60, 9], dropout: [10, 10], batch_size: [60, 1] },
        ...{ optimizer: [60, 3, 'text'], path: [60, 60, 'text'], learner: [40, 2, 'text'] },
      }),
    ),
  ).toEqual(['learner', 'optimizer', 'lr', 'depth', 'seed']);
  expect(tellingParameters(new Map())).toEqual([]);
});
