import { paletteColor } from '../../../../shared/charts/series-color.ts';
import type { ConfusionMatrix, EvaluationReport } from '../../../../shared/model/evaluation-report.ts';
import { countOf, formatNumber, formatPercent } from '../../../../shared/model/format.ts';
import { lineFigure } from '../line-figure.ts';
import { html, type Markup, type Part } from '../markup.ts';
import { plotOf, short } from '../plot.ts';
import { type NamedRun, runsTable } from '../run-columns.ts';
import { framed, missing, momentMarkup, numberMarkup } from '../values.ts';

export interface ReportedEvaluation {
  readonly runId: string;
  /** `name@version`. */
  readonly dataset: string;
  readonly datasetDigest: string;
  readonly createdAtMs: number;
  readonly report: EvaluationReport;
}

type Metric = EvaluationReport['metrics'][number];

const evaluatedValue = ({ value, interval, undefinedBecause }: Metric): Part => {
  if (value === null) return html`<span class="missing" title="${undefinedBecause ?? ''}">–</span>`;
  return html`${numberMarkup(value)}${
    interval !== null &&
    html` <span class="muted">(${numberMarkup(interval.low)} to ${numberMarkup(interval.high)})</span>`
  }`;
};

const howOf = ({ intervals, rows }: EvaluationReport): string =>
  `${countOf(rows.used, 'row')}; intervals: ${intervals.method}, ${formatPercent(intervals.level)}, ${countOf(intervals.resamples, 'resample')}, seed ${intervals.seed}`;

/** Figures of runs on the same rows, a table for each data they were evaluated on. */
export function comparedEvaluations(
  runs: readonly NamedRun[],
  evaluations: readonly ReportedEvaluation[],
): Markup {
  const datasets = [...new Set(evaluations.map(({ dataset }) => dataset))];
  return html`${datasets.map((dataset) => {
    const on = new Map(
      evaluations.filter((each) => each.dataset === dataset).map((each) => [each.runId, each]),
    );
    const found = runs.flatMap((run) => on.get(run.id) ?? []);
    const names = [...new Set(found.flatMap(({ report }) => report.metrics.map(({ name }) => name)))];
    const without = runs.length - found.length;
    return html`<h3>On ${dataset}</h3><p class="muted">${found[0] !== undefined && `${howOf(found[0].report)}. `}Digest <code>${found[0]?.datasetDigest ?? ''}</code>.${without > 0 && ` ${countOf(without, 'run')} without an evaluation on it.`}</p>${runsTable(
      runs.filter(({ id }) => on.has(id)),
      names.map((name) => ({
        name,
        isNumber: true,
        cells: found.map(({ report }) => {
          const metric = report.metrics.find((each) => each.name === name);
          return metric === undefined ? missing : evaluatedValue(metric);
        }),
      })),
    )}`;
  })}`;
}

/** One evaluation with its curves. */
export function evaluationOfRun({ dataset, datasetDigest, createdAtMs, report }: ReportedEvaluation): Markup {
  return html`<h3>On ${dataset}</h3>
<p class="muted">${momentMarkup(createdAtMs)}; ${howOf(report)}. Digest <code>${datasetDigest}</code>.</p>
${report.notes.map((note) => html`<p>${note}</p>`)}
${framed(html`<table><thead><tr><th scope="col">metric</th><th scope="col" class="number">value (interval)</th></tr></thead><tbody>
${report.metrics.map((metric) => html`<tr><th scope="row" title="${metric.explanation}">${metric.title}</th><td class="number">${evaluatedValue(metric)}</td></tr>\n`)}</tbody></table>`)}
${report.confusion !== null && confusionTable(report.confusion)}
${report.roc.length > 0 && rocFigure(report.roc)}
${report.precisionRecall.length > 0 && precisionRecallFigure(report.precisionRecall)}
${report.residuals !== null && residualFigure(report.residuals)}`;
}

/** A larger one is no table any more. */
const mostClasses = 30;

const confusionTable = ({ labels, counts }: ConfusionMatrix): Markup =>
  labels.length > mostClasses
    ? html`<p class="muted">The confusion matrix of ${labels.length} classes is too large for a page.</p>`
    : framed(html`<table class="confusion"><thead><tr><th scope="col">true class, predicted:</th>${labels.map((label) => html`<th scope="col" class="number">${label}</th>`)}</tr></thead><tbody>
${labels.map((label, row) => html`<tr><th scope="row">${label}</th>${(counts[row] ?? []).map((count) => html`<td class="number">${formatNumber(count)}</td>`)}</tr>\n`)}</tbody></table>`);

const unit = [0, 1] as const;

interface ClassCurve {
  readonly label: string;
  readonly totalPoints: number;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

function classCurves(
  title: string,
  { xLabel, yLabel, curves }: { xLabel: string; yLabel: string; curves: readonly ClassCurve[] },
): Markup {
  const drawn = curves.reduce((sum, { points }) => sum + points.length, 0);
  const total = curves.reduce((sum, { totalPoints }) => sum + totalPoints, 0);
  return lineFigure({
    ...{ title, xLabel, yLabel, ends: unit },
    lines: curves.map(({ label, points }, index) => ({
      ...{ id: label, label, points },
      style: { color: paletteColor(index), dash: undefined },
    })),
    caption: `${formatNumber(drawn)} of ${countOf(total, 'exact point')}.`,
  });
}

const withFigure = (label: string, value: number | null): string =>
  value === null ? label : `${label} ${formatNumber(value, 3)}`;

const rocFigure = (roc: EvaluationReport['roc']): Markup =>
  classCurves('ROC curve', {
    xLabel: 'false positive rate',
    yLabel: 'true positive rate',
    curves: roc.map(({ label, auc, totalPoints, points }) => ({
      label: withFigure(label, auc),
      totalPoints,
      points: points.map(({ falsePositiveRate: x, truePositiveRate: y }) => ({ x, y })),
    })),
  });

const precisionRecallFigure = (curves: EvaluationReport['precisionRecall']): Markup =>
  classCurves('Precision over recall', {
    xLabel: 'recall',
    yLabel: 'precision',
    curves: curves.map(({ label, averagePrecision, totalPoints, points }) => ({
      label: withFigure(label, averagePrecision),
      totalPoints,
      points: points.map(({ recall: x, precision: y }) => ({ x, y })),
    })),
  });

function residualFigure({
  histogram,
  mean,
  standardDeviation,
  totalRows,
}: NonNullable<EvaluationReport['residuals']>): Markup {
  const [first, last] = [histogram[0], histogram.at(-1)];
  if (first === undefined || last === undefined || !(first.from < last.to)) return html``;
  const most = histogram.reduce((high, { count }) => Math.max(high, count), 1);
  const plot = plotOf(
    { label: 'true value − predicted value', ends: [first.from, last.to] },
    { label: 'rows', ends: [0, most] },
    { hasLabels: false },
  );
  const bars = histogram.map(({ from, to, count }) => {
    const [left, top] = [plot.x(from), plot.y(count)];
    return html`<rect x="${short(left)}" y="${short(top)}" width="${short(plot.x(to) - left)}" height="${short(plot.bottom - top)}" fill="${paletteColor(0)}" fill-opacity="0.8"/>`;
  });
  return html`<figure>${plot.draw('Residuals', bars)}
<figcaption><strong>Residuals</strong>: ${countOf(totalRows, 'row')}, mean ${numberMarkup(mean)}, deviation ${numberMarkup(standardDeviation)}.</figcaption></figure>`;
}
