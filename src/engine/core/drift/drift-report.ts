import type {
  ColumnDrift,
  DriftFinding,
  DriftReport,
  DriftThresholds,
} from '../../../shared/model/drift-report.ts';
import { formatPercent } from '../../../shared/model/format.ts';
import type { Column, Table } from '../table.ts';
import { compareColumn } from './compare-column.ts';
import { columnFindings } from './drift-findings.ts';
import { judgeColumns } from './judge-columns.ts';

export const driftMethod = { name: 'modelyard.drift', version: 1 } as const;

/** 0.1 for distances is Evidently's default, 0.2 Cohen's small effect; half of the columns make a data set drifted, as there. */
export const defaultDriftThresholds: DriftThresholds = {
  alpha: 0.05,
  number: 0.1,
  category: 0.1,
  share: 0.2,
  datasetShare: 0.5,
};

export interface DriftOptions {
  readonly thresholds?: Partial<DriftThresholds> | undefined;
  /** Compare these columns only, in this order; all unless given. */
  readonly columns?: readonly string[] | undefined;
}

/**
 * Compares a current table with a reference table. Rows are compared as samples; their order does not matter. Empty, constant and
 * missing columns become findings, never errors.
 */
export async function driftReport({
  reference,
  current,
  options = {},
  sampledWithSeed = null,
  checkpoint,
}: {
  readonly reference: Table;
  readonly current: Table;
  readonly options?: DriftOptions;
  /** Set by a caller that took a sample of the rows. */
  readonly sampledWithSeed?: number | null;
  /** Called between columns; may yield to the event loop, or throw to cancel. */
  readonly checkpoint?: (() => Promise<void>) | undefined;
}): Promise<DriftReport> {
  const thresholds = { ...defaultDriftThresholds, ...options.thresholds };
  const compared: ColumnDrift[] = [];
  for (const [referenceColumn, currentColumn] of columnPairs({
    reference,
    current,
    names: options.columns,
  })) {
    await checkpoint?.();
    compared.push(compareColumn({ reference: referenceColumn, current: currentColumn, thresholds }));
  }
  const { columns, adjustedTests } = judgeColumns({ columns: compared, thresholds });
  return {
    method: driftMethod,
    thresholds,
    adjustment: 'benjamini-hochberg',
    adjustedTests,
    rows: { reference: reference.rowCount, current: current.rowCount },
    verdict: verdict(columns, thresholds),
    findings: sortedFindings(columns, thresholds),
    columns,
    sampledWithSeed,
  };
}

/** Columns by name: those of the reference in its order, then those that only the current table has. */
function columnPairs({
  reference,
  current,
  names,
}: {
  reference: Table;
  current: Table;
  names: readonly string[] | undefined;
}): [Column | undefined, Column | undefined][] {
  const before = new Map(reference.columns.map((column) => [column.name, column]));
  const after = new Map(current.columns.map((column) => [column.name, column]));
  const wanted = names ?? [...new Set([...before.keys(), ...after.keys()])];
  return wanted
    .filter((name) => before.has(name) || after.has(name))
    .map((name) => [before.get(name), after.get(name)]);
}

const judgedStatuses: readonly ColumnDrift['status'][] = [
  'compared',
  'constant',
  'type_changed',
  'missing_column',
];

function verdict(columns: readonly ColumnDrift[], thresholds: DriftThresholds): DriftReport['verdict'] {
  const judged = columns.filter(({ status, drifted }) => drifted || judgedStatuses.includes(status));
  const driftedColumns = judged.filter(({ drifted }) => drifted).length;
  const share = judged.length === 0 ? 0 : driftedColumns / judged.length;
  const drifted = judged.length > 0 && share >= thresholds.datasetShare;
  const counts = { driftedColumns, comparedColumns: judged.length };
  return { drifted, ...counts, share, text: verdictText({ ...counts, share, thresholds }) };
}

function verdictText({
  driftedColumns,
  comparedColumns,
  share,
  thresholds,
}: {
  driftedColumns: number;
  comparedColumns: number;
  share: number;
  thresholds: DriftThresholds;
}): string {
  if (comparedColumns === 0) return 'No column could be compared.';
  const noun = comparedColumns === 1 ? 'column' : 'columns';
  if (driftedColumns === 0) return `None of ${comparedColumns} ${noun} drifted.`;
  return `${driftedColumns} of ${comparedColumns} ${noun} drifted (${formatPercent(share)}; the data set counts as drifted from ${formatPercent(thresholds.datasetShare)}).`;
}

function sortedFindings(columns: readonly ColumnDrift[], thresholds: DriftThresholds): DriftFinding[] {
  return columns
    .map((column) => ({ findings: columnFindings(column, thresholds), size: relativeEffect(column) }))
    .sort((a, b) => b.size - a.size)
    .flatMap(({ findings }) => findings)
    .sort((a, b) => Number(b.severity === 'alarm') - Number(a.severity === 'alarm'));
}

/** How far beyond its threshold a column is; a column that is gone or of another type comes first. */
function relativeEffect({ status, effect, missing }: ColumnDrift): number {
  if (status === 'missing_column' || status === 'type_changed') return Number.MAX_VALUE;
  return Math.max(
    effect ? effect.value / effect.threshold : 0,
    missing?.effect ? missing.effect.value / missing.effect.threshold : 0,
  );
}
