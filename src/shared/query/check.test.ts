import { describe, expect, it } from 'vitest';
import { applyFix, checkQuery } from './check.ts';

const vocabulary = { metrics: ['val_loss', 'auc'], parameters: ['lr'], tags: ['my team'], values: {} };
const problemsOf = (source: string) => checkQuery(source, vocabulary).problems;

describe('checkQuery', () => {
  it.each([
    [
      'metrics.val_los < 1',
      'metrics.val_loss < 1',
      'No run has metrics.val_los. Did you mean metrics.val_loss?',
    ],
    ['min(val_los) < 1', 'min(metrics.val_loss) < 1', 'Did you mean min(metrics.val_loss)?'],
    ['params.auc > 1', 'metrics.auc > 1', 'No run has params.auc. Did you mean metrics.auc?'],
    ['tags.myteam = x', 'tags.`my team` = x', 'Did you mean tags.`my team`?'],
    ["lr = 'a", "lr = 'a'", "not closed; add ' where it ends"],
    ['lr = 1 && auc > 1', 'lr = 1 AND auc > 1', 'Write AND instead of &&'],
    ['lr = 1 || auc > 1', 'lr = 1 OR auc > 1', 'Write OR instead of ||'],
    ['lr === 1', 'lr = 1', 'Write = instead of ==='],
    ['lr => 1', 'lr >= 1', 'Write >= instead of =>'],
    ['lr ~ a', 'lr =~ a', 'Write =~ instead of ~'],
    ['!(lr = 1)', 'NOT(lr = 1)', 'Write NOT instead of !'],
    ['lr = v1.2', "lr = 'v1.2'", "Put “v1.2” in quotes: 'v1.2'"],
    ['lr = 1 auc > 1', 'lr = 1 AND auc > 1', 'Expected AND, OR or the end'],
    ['(lr = 1', '(lr = 1)', 'Expected “)”'],
    ['status = finishd', 'status = finished', 'No run has the status “finishd”. Did you mean finished?'],
    [
      "auc > 1 or status in (failed, 'runing')",
      "auc > 1 or status in (failed, 'running')",
      'Did you mean running?',
    ],
    ['lr = 1)', 'lr = 1', 'This “)” closes nothing'],
    ['lr > 0,5', 'lr > 0.5', 'Write 0.5, with a point'],
    ['top.5 > 1', '`top.5` > 1', 'Put “top.5” in backticks'],
    ['metrics.a+b > 1', 'metrics.`a+b` > 1', 'Put “a+b” in backticks: metrics.`a+b`'],
    ['lr = a+b', "lr = 'a+b'", "Put “a+b” in quotes: 'a+b'"],
    ['attributes.stats = x', 'attributes.status = x', 'Did you mean status?'],
    ['dataset.nam = x', 'dataset.name = x', 'Did you mean name?'],
    ["metrics.auc like '1'", "metrics.auc = '1'", '“auc” is a number or a time; compare it with ='],
  ])('mends %s', (source, mended, message) => {
    const [problem] = problemsOf(source);
    expect(problem?.message).toContain(message);
    expect(problem?.fix && applyFix(source, problem.fix)).toBe(mended);
  });

  it.each([
    ['metrics.auc = abc', 'abc', /“abc” is none/],
    ['metrics.auc = nan', 'nan', /write isnan\(metrics\.auc\)/],
    ['started > 2023-02-30', '2023-02-30', /not a time/],
    ['started > soon', 'soon', /not a time. Write 2026-11-01/],
    ["lr =~ '('", "'('", /cannot be read as a regular expression/],
    ['at(auc, 1.5) > 1', '1.5', /a step, which is a whole number/],
    ['min(params.lr) > 1', 'params.lr', /min\(…\) is of a metric/],
    ['metrics.zzzzzzzzzz > 1', 'metrics.zzzzzzzzzz', /No run has metrics.zzzzzzzzzz\.$/],
    [`${'('.repeat(9999)}lr = 1`, '(', /Too many parentheses/],
  ])('marks the place in %s', (source, marked, message) => {
    const [problem] = problemsOf(source);
    expect(problem?.message).toMatch(message);
    expect(source.slice(problem?.start, problem?.end)).toBe(marked);
  });

  it('is content with keys in use, with facts of runs and with nothing', () => {
    for (const source of [
      'auc > 1 and params.lr = 1 and `my team` = x',
      'status = Finished and datasets.name = y',
      '',
    ]) {
      expect(problemsOf(source)).toEqual([]);
    }
  });
});
