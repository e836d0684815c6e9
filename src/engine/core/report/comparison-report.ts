import type { SeriesStyle } from '../../../shared/charts/series-color.ts';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { countOf, formatDuration } from '../../../shared/model/format.ts';
import { html } from './markup.ts';
import type { ReportSection } from './report-page.ts';
import { type NamedRun, runsTable } from './run-columns.ts';
import { type CurvesPart, curveFigures } from './sections/curve-figures.ts';
import { dataTable } from './sections/data-table.ts';
import { comparedEvaluations, type ReportedEvaluation } from './sections/evaluations.ts';
import { groupVerdicts } from './sections/group-verdicts.ts';
import { metricTable } from './sections/metric-table.ts';
import { textRows } from './sections/text-rows.ts';
import { type TradeOff, tradeOffFigure } from './sections/trade-off.ts';
import { momentMarkup, textMarkup } from './values.ts';

export interface ComparisonReport {
  readonly comparison: CommandOutput<'runs.compare'>;
  readonly groups: CommandOutput<'runs.groups'> | null;
  readonly curves: CurvesPart;
  readonly tradeOff: TradeOff | null;
  /** The newest of each run and data. */
  readonly evaluations: readonly ReportedEvaluation[];
  readonly styleOf: (runId: string) => SeriesStyle;
}

const aggregateWords = {
  last: 'the last value of each metric',
  best: 'the best value of each metric by its goal',
  min: 'the least value of each metric',
  max: 'the greatest value of each metric',
} as const;

/** What differs first, then what came of it, then where it came from. */
export function* comparisonSections({
  comparison,
  groups,
  curves,
  tradeOff,
  evaluations,
  styleOf,
}: ComparisonReport): Generator<ReportSection> {
  const { runs: rows, parameters, metrics, datasets, code, environment, aggregate } = comparison;
  const runs = rows.map(({ id, name }): NamedRun => ({ id, name, color: styleOf(id).color }));
  yield {
    title: 'Runs',
    content: runsTable(runs, [
      { name: 'status', cells: rows.map(({ status }) => status) },
      { name: 'started', cells: rows.map(({ startedAtMs }) => momentMarkup(startedAtMs)) },
      {
        name: 'duration',
        cells: rows.map(({ durationMs }) =>
          textMarkup(durationMs === null ? null : formatDuration(durationMs)),
        ),
      },
      { name: 'experiment', cells: rows.map(({ experiment }) => experiment) },
      { name: 'dataset', cells: rows.map(({ dataset }) => textMarkup(dataset)) },
      ...(rows.every(({ models }) => models.length === 0)
        ? []
        : [{ name: 'registered as', cells: rows.map(({ models }) => textMarkup(models.join(', '))) }]),
      { name: 'id', cells: rows.map(({ id }) => html`<code>${id}</code>`) },
    ]),
  };
  if (parameters.length > 0)
    yield {
      title: 'Parameters',
      content: textRows(runs, parameters, { noDifference: 'No parameter differs.' }),
    };
  if (metrics.length > 0)
    yield {
      title: 'Metrics',
      content: html`<p class="muted">Compared is ${aggregateWords[aggregate]}.</p>${metricTable(runs, metrics)}`,
    };
  if (groups !== null)
    yield {
      title: `${groups.metric} by ${groups.by}`,
      content: html`<p class="muted">Compared is ${aggregateWords[groups.aggregate]}.</p>${groupVerdicts(groups)}`,
    };
  if (tradeOff !== null)
    yield { title: 'Trade-off', content: tradeOffFigure(tradeOff, (id) => styleOf(id).color) };
  yield { title: 'Curves', content: curveFigures(runs, styleOf, curves) };
  yield { title: 'Evaluations', content: comparedEvaluations(runs, evaluations) };
  yield { title: 'Data', content: dataTable(runs, datasets) };
  if (code.length > 0)
    yield { title: 'Code', content: textRows(runs, code, { noDifference: 'The code is the same.' }) };
  if (environment.length > 0)
    yield {
      title: 'Environment',
      content: textRows(runs, environment, { noDifference: 'The environment is the same.' }),
    };
}

export const comparisonSubject = (runs: number): string =>
  `A comparison of ${countOf(runs, 'run')}; differences are to the first.`;
