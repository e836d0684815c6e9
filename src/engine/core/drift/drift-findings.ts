import type { ColumnDrift, DriftFinding, DriftThresholds } from '../../../shared/model/drift-report.ts';
import { formatNumber, formatPercent, formatPValue } from '../../../shared/model/format.ts';
import { describeShift } from './describe-shift.ts';
import { hasDrifted } from './judge-columns.ts';

type Finding = Omit<DriftFinding, 'column'>;

const namedCategories = 3;
/** A vanished category is news when this many rows of it were to be expected. */
const leastExpected = 5;

/** Everything worth telling about a judged column. */
export function columnFindings(column: ColumnDrift, thresholds: DriftThresholds): DriftFinding[] {
  const findings: (Finding | null)[] = [
    schemaFinding(column),
    shiftFinding(column, thresholds),
    missingFinding(column),
    newCategoriesFinding(column),
    vanishedCategoriesFinding(column),
    rangeFinding(column),
    infiniteFinding(column),
  ];
  return findings
    .filter((finding) => finding !== null)
    .map((finding) => ({ ...finding, column: column.name }));
}

function schemaFinding({ name, status, reason, counts }: ColumnDrift): Finding | null {
  switch (status) {
    case 'missing_column':
      return { kind: status, severity: 'alarm', text: `${name} is missing from the current data.` };
    case 'new_column':
      return { kind: status, severity: 'notice', text: `${name} is new: the reference does not have it.` };
    case 'type_changed':
      return { kind: status, severity: 'alarm', text: `${name} changed its type. ${reason}` };
    case 'empty': {
      const side = counts.reference.used === 0 ? 'reference' : 'current data';
      return {
        kind: status,
        severity: 'notice',
        text: `${name} could not be compared: the ${side} has no value.`,
      };
    }
    default:
      return null;
  }
}

function shiftFinding(column: ColumnDrift, thresholds: DriftThresholds): Finding | null {
  const { adjustedPValue, effect } = column;
  if (!hasDrifted({ adjustedPValue, effect, thresholds })) return null;
  return { kind: 'shift', severity: 'alarm', text: describeShift(column) };
}

function missingFinding({ name, missing }: ColumnDrift): Finding | null {
  if (!missing?.drifted) return null;
  const word = missing.currentShare > missing.referenceShare ? 'rose' : 'fell';
  const [before, after] = [formatPercent(missing.referenceShare), formatPercent(missing.currentShare)];
  return {
    kind: 'missing_share',
    severity: 'alarm',
    text: `${name}: missing values ${word} from ${before} to ${after} (adjusted p ${formatPValue(missing.adjustedPValue)})`,
  };
}

function newCategoriesFinding({ name, newCategories, newCategoryCount }: ColumnDrift): Finding | null {
  if (newCategoryCount === 0) return null;
  const noun = newCategoryCount === 1 ? '1 category' : `${formatNumber(newCategoryCount)} categories`;
  return {
    kind: 'new_categories',
    severity: 'notice',
    text: `${name} has ${noun} that the reference does not know: ${listed(newCategories, newCategoryCount)}`,
  };
}

function vanishedCategoriesFinding({
  name,
  vanishedCategories,
  counts: { reference, current },
}: ColumnDrift): Finding | null {
  const expected = (count: number) => (count / reference.used) * current.used;
  const missed = vanishedCategories.filter(({ count }) => expected(count) >= leastExpected);
  if (missed.length === 0) return null;
  const names = missed
    .slice(0, namedCategories)
    .map(
      ({ label, count }) => `"${label}" (about ${formatNumber(Math.round(expected(count)))} rows expected)`,
    );
  const more = missed.length > namedCategories ? ' …' : '';
  return {
    kind: 'vanished_categories',
    severity: 'notice',
    text: `${name} no longer has ${names.join(', ')}${more}`,
  };
}

function listed(categories: ColumnDrift['newCategories'], total: number): string {
  const names = categories
    .slice(0, namedCategories)
    .map(({ label, count }) => `"${label}" (${formatNumber(count)} ${count === 1 ? 'row' : 'rows'})`);
  return total > namedCategories ? `${names.join(', ')} …` : names.join(', ');
}

/** Told only when the extremes lie far outside: the largest of many new rows is always likely to be a little larger. */
function rangeFinding({ name, summary }: ColumnDrift): Finding | null {
  if (!summary) return null;
  const { reference, current } = summary;
  const margin = (reference.max - reference.min) / 2;
  const [low, high] = [reference.min - margin, reference.max + margin];
  if (current.min >= low && current.max <= high) return null;
  const range = (side: typeof reference) => `${formatNumber(side.min)} to ${formatNumber(side.max)}`;
  return {
    kind: 'out_of_range',
    severity: 'notice',
    text: `${name} lies far outside its range: ${range(current)}, in the reference ${range(reference)}`,
  };
}

function infiniteFinding({ name, counts: { reference, current } }: ColumnDrift): Finding | null {
  if (current.infinite === 0 || reference.infinite > 0) return null;
  const rows = current.infinite === 1 ? '1 row' : `${formatNumber(current.infinite)} rows`;
  return {
    kind: 'infinite',
    severity: 'notice',
    text: `${name} is infinite in ${rows}; the reference has none.`,
  };
}
