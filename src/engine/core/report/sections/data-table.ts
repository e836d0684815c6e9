import type { z } from 'zod';
import { countOf } from '../../../../shared/model/format.ts';
import type { runDataset } from '../../../../shared/model/run.ts';
import { html, type Markup } from '../markup.ts';
import { type NamedRun, runLink } from '../run-columns.ts';
import { framed } from '../values.ts';

type Dataset = z.infer<typeof runDataset>;

/** More names than these say less than their number. */
const mostNames = 12;

/** Each data that a run used, with its whole digest and who used it. `datasets`: one list a run. */
export function dataTable(runs: readonly NamedRun[], datasets: readonly (readonly Dataset[])[]): Markup {
  const used = new Map<string, { dataset: Dataset; by: NamedRun[] }>();
  for (const [place, run] of runs.entries())
    for (const dataset of datasets[place] ?? []) {
      const key = JSON.stringify([dataset.role, dataset.name, dataset.version, dataset.digest]);
      const known = used.get(key) ?? { dataset, by: [] };
      known.by.push(run);
      used.set(key, known);
    }
  if (used.size === 0) return html`<p>No data were recorded.</p>`;
  const isOne = runs.length === 1;
  return framed(html`<table><thead><tr><th scope="col">data</th><th scope="col">for</th><th scope="col">digest</th>${!isOne && html`<th scope="col">used by</th>`}</tr></thead><tbody>
${[...used.values()].map(
  ({ dataset, by }) =>
    html`<tr><th scope="row">${dataset.name}${dataset.version !== null && `@${dataset.version}`}</th><td>${dataset.role}</td><td><code>${dataset.digest}</code></td>${
      !isOne &&
      html`<td>${
        by.length === runs.length
          ? 'all runs'
          : by.length > mostNames
            ? countOf(by.length, 'run')
            : by.map((run, index) => [index > 0 && ', ', runLink(run)])
      }</td>`
    }</tr>\n`,
)}</tbody></table>`);
}
