import { describe, expect, test } from 'vitest';
import { learnerNamed, learners } from './learner.ts';
import { LearningError } from './learning-error.ts';
import { parseParameters } from './parameters.ts';

const descriptors = [
  { name: 'num_rounds', type: 'integer', default: 100, min: 1, max: 1000, explanation: '' },
  { name: 'learning_rate', type: 'number', default: 0.1, min: 0.001, max: 1, explanation: '' },
] as const;

test('fills in defaults and reads text as numbers', () => {
  expect(parseParameters(descriptors)).toEqual({ num_rounds: 100, learning_rate: 0.1 });
  expect(parseParameters(descriptors, { learning_rate: '0.5', num_rounds: 1 })).toEqual({
    num_rounds: 1,
    learning_rate: 0.5,
  });
  expect(parseParameters(descriptors, { num_rounds: 1000 }).num_rounds).toBe(1000);
});

test.each([0, 1001, 1.5, Number.NaN, '', 'many', null, true, [5]])('num_rounds cannot be %j', (value) => {
  expect(() => parseParameters(descriptors, { num_rounds: value })).toThrow(LearningError);
  expect(() => parseParameters(descriptors, { num_rounds: value })).toThrow(
    /"num_rounds" must be a whole number from 1 to 1000/,
  );
});

test('an unknown name is answered with the one that was meant', () => {
  expect(() => parseParameters(descriptors, { numRounds: 5 })).toThrow(
    /"numRounds".*Did you mean "num_rounds"/,
  );
  expect(() => parseParameters(descriptors, { 'lerning-rate': 5 })).toThrow(/Did you mean "learning_rate"/);
  expect(() => parseParameters(descriptors, { colour: 5 })).toThrow(
    /Known parameters: num_rounds, learning_rate/,
  );
  expect(() => parseParameters(descriptors, { __proto__: null, constructor: 1 })).toThrow(LearningError);
});

describe('learners', () => {
  test.each(learners.map((learner) => [learner.id, learner] as const))(
    '%s: every default is within its bounds',
    (_, learner) => {
      const defaults = Object.fromEntries(
        learner.parameters.map((parameter) => [parameter.name, parameter.default]),
      );
      expect(parseParameters(learner.parameters, defaults)).toEqual(parseParameters(learner.parameters));
      for (const { explanation } of learner.parameters) expect(explanation).toMatch(/\.$/);
    },
  );

  test('by id', () => {
    expect(learnerNamed('gbdt').title).toBe('Gradient-boosted trees');
    expect(() => learnerNamed('linaer')).toThrow(/Did you mean "linear"/);
    expect(() => learnerNamed('forest of random trees')).toThrow(/Learners: gbdt, linear/);
  });
});
