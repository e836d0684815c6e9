import { describe, expect, it } from 'vitest';
import { completeQuery } from './complete.ts';
import type { Vocabulary } from './vocabulary.ts';

const vocabulary: Vocabulary = {
  metrics: ['auc', 'val_loss', 'train_loss', 'valley'],
  parameters: ['model', 'my key'],
  tags: ['team'],
  values: {
    'params.model': [
      { value: 'gbdt', count: 12 },
      { value: 'linear', count: 1 },
    ],
    'tags.team': [{ value: "it's", count: 2 }],
  },
};

/** The filter with the caret where `|` stands. */
const complete = (marked: string) => {
  const caret = marked.indexOf('|');
  return completeQuery({ source: marked.replace('|', ''), caret, vocabulary });
};
const texts = (marked: string) => complete(marked).options.map(({ text }) => text);

describe('completeQuery', () => {
  it.each([
    ['|', ['metrics.', 'params.', 'tags.', 'datasets.', 'name']],
    ['metrics.lo|', ['metrics.val_loss', 'metrics.train_loss']],
    ['metrics.val|', ['metrics.val_loss', 'metrics.valley']],
    ['METRICS.vls|', ['metrics.val_loss']],
    ['params.`my|', ['params.`my key`']],
    ['vall|', ['metrics.valley', 'metrics.val_loss']],
    ['start|', ['start_time']],
    ['datasets.|', ['datasets.name', 'datasets.digest', 'datasets.context']],
    ['auc > 0.5 and not te|', ['tags.team', 'note', 'datasets.context']],
    ['min(val|', ['metrics.val_loss', 'metrics.valley']],
    ['min(metrics.val_loss|', ['metrics.val_loss']],
    ['min(metrics.auc |', [')']],
    ['metrics.auc |', ['=', '!=', '<', '<=', '>', '>=', 'IN', 'NOT IN', 'BETWEEN', 'IS NULL', 'IS NOT NULL']],
    ['max(auc) b|', ['BETWEEN']],
    ['params.model li|', ['LIKE', 'ILIKE']],
    ['params.model not |', ['IN', 'LIKE', 'ILIKE', 'BETWEEN']],
    ['params.model is |', ['NULL', 'NOT NULL']],
    ['params.model = |', ["'gbdt'", "'linear'"]],
    ['model = lin|', ["'linear'"]],
    ["params.model in ('gbdt', 'l|", ["'linear'"]],
    ["params.model in ('gbdt' |", [',', ')']],
    ["team = '|", ["'it''s'"]],
    ['status = f|', ['finished', 'failed']],
    ['started > |', ['-1h', '-1d', '-7d', '-30d']],
    ['auc between 1 |', ['AND']],
    ['auc between 1 and 2 |', ['AND', 'OR']],
    ['(auc > 1 |', ['AND', 'OR', ')']],
    ['(auc > 1) o|', ['OR']],
    ['auc # |', []],
  ])('offers for %s', (marked, expected) => {
    expect(texts(marked).slice(0, expected.length || 1)).toEqual(expected);
  });

  it('replaces the whole word that the caret is in', () => {
    expect(complete('auc > 1 and metrics.va|l_lo < 2')).toMatchObject({ start: 12, end: 26 });
    expect(complete("model = 'gb|dt' and auc > 1")).toMatchObject({ start: 8, end: 14 });
    expect(complete('auc > 1 |and')).toMatchObject({ start: 8, end: 8 });
  });

  it.each([
    ["model = 'gbdt'|", true],
    ["model = 'gbdt' |", true],
    ['status = finished|', true],
    ['auc is null|', true],
    ['auc > 1 |', true],
    ["model = 'gbdt|", false],
    ['auc is |', false],
    ["model = 'gbdt' a|", false],
    ['(auc > 1 |', false],
    ['metrics.auc|', false],
    ['|', true],
    ['auc > 1 and |', false],
  ])('knows whether %s is a whole condition', (marked, expected) => {
    expect(complete(marked).isWhole).toBe(expected);
  });

  it('says how many runs have a value', () => {
    expect(complete('model = |').options.map(({ detail }) => detail)).toEqual(['12 runs', '1 run']);
  });

  it('gets through 10,000 keys between two key strokes', () => {
    const metrics = Array.from(
      { length: 10_000 },
      (_, index) => `layer_${index}/attention/loss_${index % 97}`,
    );
    const ask = (typed: string) =>
      completeQuery({ source: typed, caret: typed.length, vocabulary: { ...vocabulary, metrics } });
    const typed = ['attls', 'metrics.lo', 'x9', 'layer_99'];
    const startMs = Date.now();
    for (let round = 0; round < 25; round += 1) for (const each of typed) ask(each);
    const eachMs = (Date.now() - startMs) / 100;
    expect(ask('metrics.loss_96').options[0]?.text).toBe('metrics.layer_96/attention/loss_96');
    // Five milliseconds on an idle machine; a busy one gets room, a quadratic search does not.
    expect(eachMs).toBeLessThan(25);
  });
});
