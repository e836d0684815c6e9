import { describe, expect, it } from 'vitest';
import { openTestStore } from '../../../test/support/open-test-store.ts';
import { addRun } from '../../../test/support/run-store.ts';
import { parseQuery } from '../../shared/query/parse.ts';
import { resolveQuery } from '../../shared/query/resolve.ts';
import type { Reader } from '../ports/store-handles.ts';
import { createRunLists } from './run-lists.ts';
import { idsOfNumbers } from './run-number.ts';
import { conditionOf } from './run-query.ts';

const day = (text: string): number => Date.parse(`${text}T00:00Z`);

const openRuns = (): Reader => {
  const store = openTestStore();
  addRun(store, {
    id: 'a',
    name: 'Bold-fox_1',
    experiment: 'churn',
    status: 'finished',
    startedAtMs: day('2026-11-01'),
    endedAtMs: day('2026-11-01') + 1500,
    seed: 7,
    parameters: { learner: 'gbdt', depth: '10', rate: '1e-1' },
    metrics: { auc: 0.9, loss: 0.25 },
    tags: { team: 'red [1]' },
    dataset: { name: 'customers', version: 2 },
  });
  addRun(store, {
    id: 'b',
    name: 'bold-owlX1',
    experiment: 'fraud',
    status: 'failed',
    startedAtMs: day('2026-11-02'),
    parameters: { learner: 'linear', depth: '9', rate: 'auto' },
    metrics: { auc: 0.8, loss: 'NaN' },
    tags: { team: 'blue', 'lr.decay': 'yes' },
  });
  addRun(store, {
    id: 'c',
    name: 'calm-elk',
    experiment: 'fraud',
    startedAtMs: day('2026-11-03'),
    parameters: { learner: 'gbdt', rate: '2026-11-01' },
    metrics: { auc: -1 },
  });
  return store.reader;
};

const conditionFrom = (filter: string) => {
  const expression = parseQuery(filter);
  return expression && conditionOf(resolveQuery(expression, { nowMs: 0, goalOf: () => null }));
};

const matching = (reader: Reader, filter: string): string => {
  const selection = { condition: conditionFrom(filter), deleted: false };
  return idsOfNumbers(reader, createRunLists(reader).ordered(selection, []).toReversed()).join('');
};

const cases: Record<string, [filter: string, runs: string][]> = {
  'comparisons of numbers': [
    ['metrics.auc = 0.8', 'b'],
    ['metrics.auc != 0.8', 'ac'],
    ['metrics.auc > 0.8', 'a'],
    ['metrics.auc >= 0.8', 'ab'],
    ['metrics.auc < 0.8', 'c'],
    ['metrics.auc <= 0.8', 'bc'],
    ["metrics.auc >= '0.8'", 'ab'],
    ['seed = 7', 'a'],
    ['seed != 7', ''],
    ['duration = 1.5', 'a'],
    ['duration > 1.5', ''],
  ],
  'logic with its precedence': [
    ['', 'abc'],
    ["learner = 'gbdt' and metrics.auc > 0", 'a'],
    ["params.learner = 'linear' or metrics.auc > 0.8", 'ab'],
    ["name = 'calm-elk' or params.learner = gbdt and metrics.auc > 0", 'ac'],
    ["(name = 'calm-elk' or params.learner = gbdt) and metrics.auc > 0", 'a'],
    ['not metrics.auc > 0.8', 'bc'],
    ['not (metrics.auc > 0.8 or metrics.auc < 0)', 'b'],
    ['not not metrics.auc > 0.8', 'a'],
  ],
  'lists and ranges': [
    ["status in ('failed', 'running')", 'bc'],
    ["status not in ('failed', 'running')", 'a'],
    ['params.depth in (9, 11)', 'b'],
    ['metrics.auc between 0.8 and 0.9', 'ab'],
    ['metrics.auc between 0.81 and 0.9', 'a'],
    ['metrics.auc not between 0.81 and 0.9', 'bc'],
  ],
  patterns: [
    ["name like 'Bold%'", 'a'],
    ["name like 'bold%'", 'b'],
    ["name ilike 'BOLD%'", 'ab'],
    ["name like '%fox_1'", 'a'],
    ["name like '%-___X1'", 'b'],
    ["tags.team like '%[1]'", 'a'],
    ["tags.team like '%*%'", ''],
    ["name not like 'bold%'", 'ac'],
    ["name =~ '^[Bb]old'", 'ab'],
    ["name =~ '^[b]old'", 'b'],
  ],
  'what is absent': [
    ['params.depth is null', 'c'],
    ['params.depth is not null', 'ab'],
    ['params.depth != 10', 'b'],
    ['params.depth not in (10)', 'b'],
    ["tags.team not like 'red%'", 'b'],
    ['not params.depth = 10', 'bc'],
    ['end_time is null', 'bc'],
    ['seed is not null', 'a'],
  ],
  'NaN, which is there and differs from everything': [
    ['metrics.loss < 1', 'a'],
    ['metrics.loss != 0.25', 'b'],
    ['metrics.loss = 0', ''],
    ['metrics.loss is null', 'c'],
  ],
  'parameters read as numbers': [
    ['params.depth > 9', 'a'],
    ["params.depth > '9'", ''],
    ['params.rate = 0.1', 'a'],
    ["params.rate = '1e-1'", 'a'],
    ['params.rate != 0.1', 'bc'],
    ['params.rate < 1', 'a'],
    ['params.rate > 1', ''],
  ],
  'times and facts': [
    ["start_time >= '2026-11-02'", 'bc'],
    ["start_time > '2026-11-02T00:00Z'", 'c'],
    [`start_time = ${day('2026-11-02')}`, 'b'],
    [`start_time < '${day('2026-11-02')}'`, 'a'],
    ["end_time < '2027'", 'a'],
    ["experiment = 'fraud' and status = running", 'c'],
    ["attributes.run_id = 'a'", 'a'],
    ["dataset = 'customers@2'", 'a'],
    ["note = ''", 'abc'],
  ],
  'keys without a prefix': [
    ['auc > 0.8', 'a'],
    ['learner = gbdt', 'ac'],
    ['team = blue', 'b'],
    ['lr.decay = yes', 'b'],
    ['`lr.decay` = yes', 'b'],
    ['nothing = 1', ''],
    ['nothing is null', 'abc'],
  ],
  'hostile text': [
    ["name = 'x'' OR 1=1 --'", ''],
    ["params.`x') OR 1=1 --` = 1", ''],
  ],
};

describe.each(Object.entries(cases))('%s', (_, rows) => {
  it('find the runs they mean', () => {
    const reader = openRuns();
    expect(rows.map(([filter]) => [filter, matching(reader, filter)])).toEqual(rows);
  });
});

it.each([
  ["start_time > 'yesterday'", /“yesterday” is not a time/],
  ["start_time > ''", /not a time/],
  ["name =~ '('", /cannot be read as a regular expression/],
])('%s is refused instead of finding nothing', (filter, says) => {
  expect(() => conditionFrom(filter)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  expect(() => conditionFrom(filter)).toThrow(says);
});

it.each([
  [
    'a list of run ids',
    `run_id in ('a', ${Array.from({ length: 2500 }, (_, id) => `'${'0'.repeat(28)}${id}'`).join(', ')})`,
  ],
  ['many alternatives', `run_id = a or ${Array(1000).fill('params.lr = 77').join(' or ')}`],
  ['many conditions', `run_id = a and ${Array(1000).fill('run_id != b').join(' and ')}`],
])('takes a filter of %s', (_, filter) => {
  expect(matching(openRuns(), filter)).toBe('a');
});

it('refuses a filter of so many conditions that its plan would take seconds', () => {
  const filter = Array(5000).fill('params.lr = 77').join(' or ');
  expect(() => conditionFrom(filter)).toThrow(/too many conditions.*IN \(…\)/);
});
