import { metricText } from '../column-text.ts';
import { type ComparedRuns, comparedTexts, type MetricRow } from './compared-runs.ts';
import { deltaText } from './delta-text.ts';

const escaped = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;

const arrows = { maximize: ' ↑', minimize: ' ↓' };

function metricCells({ values, deltas, best }: MetricRow): string[] {
  return values.map((value, index) => {
    if (value === null) return '–';
    const delta = deltas[index] ?? null;
    const against = index === 0 || delta === null ? '' : ` (${deltaText(delta, values[0])})`;
    const text = `${metricText(value)}${against}`;
    return best.includes(index) ? `**${text}**` : text;
  });
}

/** The comparison as a Markdown table: the best value of each metric is bold, an arrow says which way is better. */
export function comparisonMarkdown(compared: ComparedRuns, onlyDifferences: boolean): string {
  const shown = <Row extends { readonly differs: boolean }>(rows: readonly Row[]) =>
    rows.filter(({ differs }) => differs || !onlyDifferences);
  const head = ['', ...compared.runs.map(({ name }) => name)];
  return [
    line(head),
    line(head.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...shown(compared.metrics).map((metric) =>
      line([`${metric.name}${metric.goal === null ? '' : arrows[metric.goal]}`, ...metricCells(metric)]),
    ),
    ...comparedTexts(compared)
      .flatMap(({ rows }) => shown(rows))
      .map(({ name, values }) => line([name, ...values.map((value) => value ?? '–')])),
  ].join('\n');
}
