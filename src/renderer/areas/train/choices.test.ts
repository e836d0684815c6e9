import { expect, it } from 'vitest';
import { noChoices, parameterProblem, type Suggestion, splitOfKind, startInput } from './choices.ts';

const suggestion: Suggestion = {
  target: 'churn',
  task: 'binary',
  split: { kind: 'stratified', testShare: 0.25 },
  exclude: [{ column: 'id', reason: 'identifier' }],
  learner: 'gbdt',
};

it('trains as suggested when nothing was chosen', () => {
  expect(startInput({ dataset: 'telco@1', suggestion, choices: noChoices })).toEqual({
    dataset: 'telco@1',
    target: 'churn',
    learner: 'gbdt',
    split: { kind: 'stratified', testShare: 0.25 },
    parameters: {},
    exclude: ['id'],
    experiment: 'Default',
    seed: 1,
  });
});

it('lets what was chosen win, and leaves emptied fields to their defaults', () => {
  const choices = {
    ...noChoices,
    learner: 'linear' as const,
    parameters: { rounds: 10, depth: null },
    exclude: [],
    seed: null,
    name: ' first ',
    experiment: ' ',
  };
  const input = startInput({ dataset: 'telco@1', suggestion, choices });
  expect(input).toMatchObject({
    learner: 'linear',
    exclude: [],
    seed: 1,
    name: 'first',
    experiment: 'Default',
  });
  expect(input.parameters).toEqual({ rounds: 10 });
});

it('accepts a parameter at its borders and refuses it beyond', () => {
  const rounds = { type: 'integer', minimum: 1, maximum: 100 } as const;
  expect([1, 100, null].map((value) => parameterProblem(rounds, value))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect([0, 101].map((value) => parameterProblem(rounds, value))).toEqual([
    'From 1 to 100.',
    'From 1 to 100.',
  ]);
  expect(parameterProblem(rounds, 1.5)).toBe('A whole number, please.');
  expect(parameterProblem({ ...rounds, type: 'number' }, 1.5)).toBeUndefined();
});

it('keeps the share when the kind of split changes, and takes a column where one is needed', () => {
  const from = { kind: 'random', testShare: 0.4 } as const;
  expect(splitOfKind('stratified', from, ['when'])).toEqual({ kind: 'stratified', testShare: 0.4 });
  expect(splitOfKind('time', from, ['when', 'who'])).toEqual({
    kind: 'time',
    testShare: 0.4,
    column: 'when',
  });
});
