import { expect, it } from 'vitest';
import { mlflowText } from './mlflow-text.ts';
import { parseQuery } from './parse.ts';

it.each([
  ['', ''],
  ['metrics.auc > 0.8', 'metrics.`auc` > 0.8'],
  [
    "metrics.`val loss` <= 1e-7 and params.learner = gbdt and tags.team like 'a%'",
    "metrics.`val loss` <= 1e-7 AND params.`learner` = 'gbdt' AND tags.`team` LIKE 'a%'",
  ],
  ['params.note = "it\'s"', 'params.`note` = "it\'s"'],
  ["name != 'bold'", "attributes.run_name != 'bold'"],
])('says %s in MLflow’s words', (filter, text) => {
  expect(mlflowText(parseQuery(filter))).toBe(text);
});

it.each([
  'metrics.auc > 0.8 or metrics.auc < 0.1',
  'not metrics.auc > 0.8',
  'best(metrics.auc) > 0.8',
  'params.lr > 0.001',
  'params.lr = 0.001',
  'started > -7d',
  'auc > 0.8',
  "name =~ '^a'",
  "status = 'finished'",
])('says that MLflow cannot say %s', (filter) => {
  expect(mlflowText(parseQuery(filter))).toBeNull();
});
