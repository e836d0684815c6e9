import type { CommandOutput } from '../../../shared/contract/index.ts';
import { formatDelta, formatNumber } from '../../../shared/model/format.ts';
import { csvText } from '../../ui/charts/csv-text.ts';

export type Comparison = CommandOutput<'runs.compare'>;
type Metric = Comparison['metrics'][number];

const escaped = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;

const arrows = { maximize: ' ↑', minimize: ' ↓' };

function metricCells({ values, deltas, best }: Metric): string[] {
  return values.map((value, index) => {
    if (value === null) return '–';
    const delta = index === 0 ? '' : ` (${formatDelta(deltas[index])})`;
    const text = `${formatNumber(value)}${delta}`;
    return best.includes(index) ? `**${text}**` : text;
  });
}

/** The comparison as a Markdown table: the best value of each metric is bold, an arrow says which way is better. */
export function comparisonMarkdown(comparison: Comparison, onlyDifferences: boolean): string {
  const shown = <Row extends { differs: boolean }>(rows: readonly Row[]) =>
    rows.filter(({ differs }) => differs || !onlyDifferences);
  const head = ['', ...comparison.runs.map(({ name }) => name)];
  const textRow = ({ name, values }: Comparison['parameters'][number]) =>
    line([name, ...values.map((value) => value ?? '–')]);
  return [
    line(head),
    line(head.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...shown(comparison.metrics).map((metric) =>
      line([`${metric.name}${metric.goal === null ? '' : arrows[metric.goal]}`, ...metricCells(metric)]),
    ),
    ...shown(comparison.parameters).map(textRow),
    ...shown(comparison.facts).map(textRow),
    ...shown(comparison.code).map(textRow),
    ...shown(comparison.environment).map(textRow),
    ...shown(comparison.packages).map(textRow),
  ].join('\n');
}

/** The comparison as CSV, for a spreadsheet. */
export function comparisonCsv(comparison: Comparison, onlyDifferences: boolean): string {
  const { runs, metrics, parameters, facts, code, environment, packages } = comparison;
  const rows = (
    [
      ['metric', metrics],
      ['parameter', parameters],
      ['fact', facts],
      ['code', code],
      ['machine', environment],
      ['package', packages],
    ] as const
  ).flatMap(([kind, parts]) =>
    parts
      .filter(({ differs }) => differs || !onlyDifferences)
      .map(({ name, values }) => [kind, name, ...values]),
  );
  return csvText(['kind', 'name', ...runs.map(({ name }) => name)], rows);
}
