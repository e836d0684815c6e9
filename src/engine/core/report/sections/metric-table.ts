import type { CommandOutput } from '../../../../shared/contract/index.ts';
import { deltaText } from '../../../../shared/model/comparison/delta-text.ts';
import { countOf } from '../../../../shared/model/format.ts';
import { metricsByImportance } from '../../../../shared/model/metric-order.ts';
import { html, type Markup, type Part } from '../markup.ts';
import { type NamedRun, runsTable } from '../run-columns.ts';
import { missing, numberMarkup } from '../values.ts';
import { boundedRows } from './text-rows.ts';

type Metric = CommandOutput<'runs.compare'>['metrics'][number];

const arrows = { maximize: '↑ more is better', minimize: '↓ less is better' } as const;

/** The sign and the word say what the colour says. */
function judged(metric: Metric, place: number): Part {
  const value = metric.values[place] ?? null;
  if (value === null) return missing;
  const judgement = metric.judgements[place];
  const delta = metric.deltas[place] ?? null;
  const isBest = metric.best.includes(place);
  const isBetter = place > 0 && judgement === 'better';
  const kind = isBest ? 'best' : isBetter ? 'better' : judgement === 'worse' ? 'worse' : '';
  return html`<span class="${kind}">${numberMarkup(Number(value))}${isBest && ' ★ best'}${
    place > 0 &&
    delta !== null &&
    html`<span class="delta">${numberMarkup(delta, () => deltaText(delta, metric.values[0]))}${judgement === 'unjudged' ? '' : ` ${judgement ?? ''}`}</span>`
  }</span>`;
}

/** Metrics of runs, each marked by its goal against the first run; what differs and what matters most stand first. */
export function metricTable(runs: readonly NamedRun[], metrics: readonly Metric[]): Markup {
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  const ordered = metricsByImportance([...byName.keys()]).flatMap((name) => byName.get(name) ?? []);
  const table = (wanted: readonly Metric[]) =>
    runsTable(
      runs,
      wanted.map((metric) => ({
        name: html`${metric.name}${metric.goal !== null && html` <span class="muted">${arrows[metric.goal]}</span>`}`,
        cells: runs.map((_, place) => judged(metric, place)),
        isNumber: true,
      })),
    );
  const { shown, rest } = boundedRows(
    ordered.filter(({ differs }) => differs),
    runs.length,
  );
  const same = ordered.filter(({ differs }) => !differs);
  const sameHere = boundedRows(same, runs.length);
  return html`${shown.length === 0 ? html`<p>No metric differs.</p>` : table(shown)}${rest}${
    same.length > 0 &&
    html`<details><summary>${countOf(same.length, 'metric')} the same in all runs</summary>${table(sameHere.shown)}${sameHere.rest}</details>`
  }`;
}
