import type { SeriesStyle } from '../../../shared/charts/series-color.ts';
import type { MetricEnds } from '../../../shared/model/comparison/metric-aggregate.ts';
import { formatBytes, formatDuration } from '../../../shared/model/format.ts';
import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import { metricsByImportance } from '../../../shared/model/metric-order.ts';
import type { RunDetail } from '../../../shared/model/run.ts';
import { html, type Markup, type Part } from './markup.ts';
import type { ReportSection } from './report-page.ts';
import { factsTable, type NamedRun, runLink } from './run-columns.ts';
import { type CurvesPart, curveFigures } from './sections/curve-figures.ts';
import { dataTable } from './sections/data-table.ts';
import { evaluationOfRun, type ReportedEvaluation } from './sections/evaluations.ts';
import type { TextRow } from './sections/text-rows.ts';
import { framed, momentMarkup, numberMarkup, textMarkup } from './values.ts';

export interface RunReport {
  readonly run: RunDetail;
  readonly goalOf: (metric: string) => MetricGoal | null;
  readonly ranges: Readonly<Record<string, MetricEnds>>;
  /** Of metrics with more than one point. */
  readonly points: ReadonlyMap<string, number>;
  readonly code: readonly TextRow[];
  /** With packages. */
  readonly environment: readonly TextRow[];
  readonly curves: CurvesPart;
  readonly evaluations: readonly ReportedEvaluation[];
  readonly styleOf: (runId: string) => SeriesStyle;
}

const byName = (one: readonly [string, unknown], other: readonly [string, unknown]): number =>
  one[0].localeCompare(other[0]);

/** Everything that is known of one run, what it came to first. */
export function* runSections(report: RunReport): Generator<ReportSection> {
  const { run, curves, evaluations, code, environment, styleOf } = report;
  const named: NamedRun = { id: run.id, name: run.name, color: styleOf(run.id).color };
  yield { title: 'Run', content: factsTable(factsOf(run, named)) };
  if (run.note.trim() !== '') yield { title: 'Note', content: html`<pre>${run.note}</pre>` };
  yield { title: 'Metrics', content: metricsOf(report) };
  yield { title: 'Parameters', content: textFacts(run.parameters, 'No parameter was recorded.') };
  yield { title: 'Curves', content: curveFigures([named], styleOf, curves) };
  yield { title: 'Evaluations', content: html`${evaluations.map(evaluationOfRun)}` };
  yield { title: 'Data', content: dataTable([named], [run.datasets]) };
  if (Object.keys(run.tags).length > 0) yield { title: 'Tags', content: textFacts(run.tags, '') };
  yield { title: 'Artifacts', content: artifactsOf(run) };
  if (code.length > 0) yield { title: 'Code', content: factsTable(code.map(firstOf)) };
  if (environment.length > 0) yield { title: 'Environment', content: factsTable(environment.map(firstOf)) };
}

function factsOf(run: RunDetail, named: NamedRun): [string, Part][] {
  return [
    ['name', runLink(named)],
    ['id', html`<code>${run.id}</code>`],
    ['status', run.status],
    ['experiment', run.experiment],
    ['started', momentMarkup(run.startedAtMs)],
    ['ended', run.endedAtMs === null ? textMarkup(null) : momentMarkup(run.endedAtMs)],
    ['duration', textMarkup(run.durationMs === null ? null : formatDuration(run.durationMs))],
    ...(run.seed === null ? [] : [['seed', String(run.seed)] as [string, Part]]),
    ...(run.models.length === 0 ? [] : [['registered as', run.models.join(', ')] as [string, Part]]),
    ...(run.linkedFrom === null ? [] : [['read in place from', run.linkedFrom.title] as [string, Part]]),
    ...(run.isDeleted ? [['place', 'in the trash'] as [string, Part]] : []),
  ];
}

const goalWords = { maximize: '↑ more is better', minimize: '↓ less is better' } as const;

function metricsOf({ run, goalOf, ranges, points }: RunReport): Markup {
  const names = metricsByImportance(Object.keys(run.metrics));
  if (names.length === 0) return html`<p>No metric was recorded.</p>`;
  return framed(html`<table><thead><tr><th scope="col">metric</th><th scope="col">goal</th>${['last', 'least', 'greatest', 'points'].map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead><tbody>
${names.map((name) => {
  const goal = goalOf(name);
  const ends = ranges[name];
  const numbers = [
    run.metrics[name],
    ends?.notFinite.min ?? ends?.min,
    ends?.notFinite.max ?? ends?.max,
    points.get(name) ?? 1,
  ].map((value) => (typeof value === 'string' ? Number(value) : value));
  return html`<tr><th scope="row">${name}</th><td class="muted">${goal !== null && goalWords[goal]}</td>${numbers.map((number) => html`<td class="number">${numberMarkup(number)}</td>`)}</tr>\n`;
})}</tbody></table>`);
}

const textFacts = (values: Readonly<Record<string, string>>, none: string): Markup =>
  Object.keys(values).length === 0 ? html`<p>${none}</p>` : factsTable(Object.entries(values).sort(byName));

/** More would be a list that nobody reads. */
const mostArtifacts = 1000;

function artifactsOf({ artifacts }: RunDetail): Markup {
  if (artifacts.length === 0) return html`<p>No file was left.</p>`;
  return html`${framed(html`<table><thead><tr><th scope="col">file</th><th scope="col" class="number">size</th><th scope="col">SHA-256</th></tr></thead><tbody>
${artifacts
  .slice(0, mostArtifacts)
  .map(
    ({ path, sizeBytes, digest }) =>
      html`<tr><th scope="row">${path}</th><td class="number">${numberMarkup(sizeBytes, (size) => formatBytes(size))}</td><td>${digest === null ? 'in its source' : html`<code>${digest}</code>`}</td></tr>\n`,
  )}</tbody></table>`)}${artifacts.length > mostArtifacts && html`<p class="muted">The first ${mostArtifacts} of ${artifacts.length} files.</p>`}`;
}

const firstOf = ({ name, values }: TextRow): [string, Part] => [name, textMarkup(values[0])];
