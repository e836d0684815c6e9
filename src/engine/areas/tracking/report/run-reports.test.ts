import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { callContext, openTestProject } from '../../../../../test/support/project-services.ts';
import { addRun } from '../../../../../test/support/run-store.ts';
import { temporaryFolder } from '../../../../../test/support/temporary-folder.ts';
import { runReportsContract } from '../../../../shared/contract/run-reports.ts';
import { logPoints } from '../../../store/run-metrics.ts';
import * as runs from '../../../store/runs.ts';
import { createRunComparisonArea } from '../create-run-comparison-area.ts';
import { createRunReportsArea } from './create-run-reports-area.ts';

const id = (number: number): string => number.toString(16).padStart(32, '0');
const exact = [0.1 + 0.2, 1 / 3, 5e-324, -1e-5 / 3, 1.7976931348623155e308, 2 ** 53 - 1, 0.7, 0.8, 0.9];
const hostile = '<script>alert("1")</script>';

/** Nine runs, so that the table has a line a run; three seeds of each of three learning rates. */
const open = () => {
  const services = openTestProject();
  for (const [place, value] of exact.entries()) {
    addRun(services.store, {
      id: id(place + 1),
      name: place === 0 ? `first & ${hostile}` : `run ${place}`,
      startedAtMs: 1_700_000_000_000 + place,
      endedAtMs: 1_700_000_090_000,
      parameters: { lr: String(place % 3), [hostile]: hostile, same: 'x', seed: String(place) },
      metrics: { auc: 0.8 + (place % 3) / 10 + place / 1000, exact: value, rmse: 9 - place },
    });
    services.store.write((writer) => {
      runs.linkDataset(writer, id(place + 1), {
        ...{ name: 'customers', version: 1, role: 'training' },
        digest: (place < 8 ? 'ab' : 'cd').repeat(32),
      });
      logPoints(
        writer,
        id(place + 1),
        Array.from({ length: 5000 }, (_, step) => ({
          ...{ key: 'loss', step, timestampMs: 1_700_000_000_000 + step },
          value: step === 1234 + place ? 1000 + place : step === 4000 ? 'NaN' : 1 / (1 + step),
        })),
      );
    });
  }
  services.store.write((writer) =>
    logPoints(
      writer,
      id(1),
      (['Infinity', '-Infinity', 'NaN'] as const).map((value) => ({
        ...{ key: `ends ${value}`, step: 0, timestampMs: 1_700_000_000_000, value },
      })),
    ),
  );
  const comparison = createRunComparisonArea(services);
  onTestFinished(() => comparison.close());
  const { handlers } = createRunReportsArea(services, {
    comparison: comparison.handlers,
    project: { name: 'tables & chairs' },
  });
  const folder = temporaryFolder();
  const save = async (count: number, more: object = {}, context = callContext()) => {
    const out = join(folder, 'report.html');
    const input = { runs: exact.slice(0, count).map((_, place) => id(place + 1)), out, overwrite: true };
    const parsed = runReportsContract['runs.saveReport'].input.parse({ ...input, ...more });
    await handlers['runs.saveReport'](parsed, context);
    return readFileSync(out, 'utf8');
  };
  return { folder, save };
};

const between = (page: string, from: string, to: string): string =>
  page.slice(page.indexOf(from), page.indexOf(to, page.indexOf(from)));
const numbersIn = (text: string): number[] =>
  [...text.matchAll(/<data value="([^"]+)"/g)].map(([, value]) => Number(value));

it('holds every number with all its digits', async () => {
  const { save } = open();
  const metrics = between(await save(9), '<h2>Metrics</h2>', '</section>');
  for (const value of exact) expect(numbersIn(metrics)).toContain(value);
});

it('shows what is not finite as what it is, of one run and of several', async () => {
  const { save } = open();
  for (const count of [1, 2]) {
    const metrics = between(await save(count), '<h2>Metrics</h2>', '</section>');
    for (const value of ['Infinity', '-Infinity', 'NaN']) {
      const row = between(metrics, `>ends ${value}<`, '</tr>');
      // Of one run the last, the least and the greatest.
      expect(row.split(`<data value="${value}"`)).toHaveLength(count === 1 ? 4 : 2);
    }
  }
});

it('is one page without a script, that may load nothing, and whose policy lets its own style in', async () => {
  const { save } = open();
  const page = await save(9);
  expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+="|\ssrc=|\sstyle="|url\(|https?:/i);
  const style = between(page, '<style>', '</style>').slice('<style>'.length);
  const digest = createHash('sha256').update(style).digest('base64');
  expect(page).toContain(
    `content="default-src &#39;none&#39;; style-src &#39;sha256-${digest}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
  );
});

it('leaves every text what it is, a parameter named like markup too', async () => {
  const { save } = open();
  const text = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;';
  for (const page of [await save(9), await save(2), await save(1)]) {
    expect(page).toContain(`first &amp; ${text}`);
    expect(page).toContain(text);
    expect(page).toContain('tables &amp; chairs');
  }
});

it('says first what differs, marks by the goal, and shows whole digests with who used them', async () => {
  const { save } = open();
  const page = await save(9);
  const parameters = between(page, '<h2>Parameters</h2>', '</section>');
  expect(between(parameters, '<table>', '</table>')).not.toContain('>same<');
  expect(between(parameters, '<details>', '</details>')).toContain('2 values the same in all runs');
  const metrics = between(page, '<h2>Metrics</h2>', '</section>');
  // The greatest auc, and the least rmse.
  expect(metrics).toMatch(/class="best"><data value="1.008"/);
  expect(metrics).toMatch(/class="best"><data value="1" title="1">1<\/data> ★ best/);
  const data = between(page, '<h2>Data</h2>', '</section>');
  expect(data).toContain('cd'.repeat(32));
  expect(data).toContain(`modelyard://runs/${id(9)}`);
});

it('draws curves without losing a spike, and says how many points of how many', async () => {
  const { save } = open();
  const page = await save(9);
  const curve = between(page, '<h2>Curves</h2>', '</section>');
  expect(curve).toContain('loss by step');
  expect(curve).toMatch(/[\d\u00a0]+ of 45\u00a0000 points, with every highest and lowest; 9 NaN/);
  const paths = [...curve.matchAll(/<path d="([^"]+)"/g)].map(([, path]) => path!);
  expect(paths).toHaveLength(9);
  for (const path of paths) {
    const heights = [...path.matchAll(/[ML]\S+ ([\d.]+)/g)].map(([, y]) => Number(y));
    // A spike of a thousand reaches far up, everything else lies at the foot; and the NaN breaks the line.
    expect(Math.min(...heights)).toBeLessThan(100);
    expect(path.match(/M/g)).toHaveLength(2);
  }
});

it('sets two metrics against each other, and says of groups whether a difference is real', async () => {
  const { save } = open();
  const page = await save(9, { groups: { by: 'params.lr', metric: 'auc' } });
  expect(between(page, '<h2>Trade-off</h2>', '</section>').match(/<circle /g)!.length).toBeGreaterThan(9);
  const groups = between(page, '<h2>auc by params.lr</h2>', '</section>');
  expect(groups).toMatch(/<span class="verdict better">real<\/span>/);
  expect(await save(9)).not.toContain('verdict better');
});

it('leaves nothing behind where it is cancelled or asked for something wrong', async () => {
  const { folder, save } = open();
  const cancelled = new AbortController();
  const context = { signal: cancelled.signal, progress: () => cancelled.abort() };
  await expect(save(3, {}, context)).rejects.toThrow(expect.objectContaining({ code: 'cancelled' }));
  const wrong = { groups: { by: 'params.lr', metric: 'auc', reference: 'none' } };
  await expect(save(3, wrong)).rejects.toThrow(expect.objectContaining({ code: 'invalid-input' }));
  await expect(save(0, { runs: ['nobody'] })).rejects.toThrow(expect.objectContaining({ code: 'not-found' }));
  expect(readdirSync(folder)).toEqual([]);
});
