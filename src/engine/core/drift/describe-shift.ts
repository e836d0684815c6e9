import type { ColumnDrift, NumberSummary, Overlay } from '../../../shared/model/drift-report.ts';
import { formatNumber, formatPercent, formatPValue } from '../../../shared/model/format.ts';

/** A change of the centre or spread below it is not what makes the difference. */
const tellingShare = 0.1;

/** 'monthly_charges moved up: median 70.4 → 84.2 (KS 0.21, adjusted p 3e-9)' */
export function describeShift(column: ColumnDrift): string {
  return `${column.name} ${whatChanged(column)} (${evidence(column)})`;
}

function evidence({ effect, adjustedPValue }: ColumnDrift): string {
  const size = effect ? `${shortNames[effect.name]} ${formatNumber(effect.value, 2)}, ` : '';
  return `${size}adjusted p ${formatPValue(adjustedPValue)}`;
}

const shortNames = {
  ks_distance: 'KS',
  wasserstein_per_sd: 'Wasserstein/sd',
  js_distance: 'Jensen–Shannon',
  cohens_h: 'Cohen’s h',
} as const;

function whatChanged({ test, summary, overlay }: ColumnDrift): string {
  if (test === 'kolmogorov_smirnov' && summary) return numberChange(summary.reference, summary.current);
  return overlay?.kind === 'categories' ? categoryChange(overlay) : 'changed';
}

function numberChange(reference: NumberSummary, current: NumberSummary): string {
  const scale = reference.standardDeviation || current.standardDeviation;
  for (const [name, before, after] of [
    ['median', reference.median, current.median],
    ['mean', reference.mean, current.mean],
  ] as const) {
    if (Math.abs(after - before) < tellingShare * scale) continue;
    return `moved ${after > before ? 'up' : 'down'}: ${name} ${formatNumber(before)} → ${formatNumber(after)}`;
  }
  return spreadChange(reference, current);
}

function spreadChange(reference: NumberSummary, current: NumberSummary): string {
  const [before, after] = [reference.standardDeviation, current.standardDeviation];
  if (Math.abs(after - before) < tellingShare * before) return 'changed its shape around the same centre';
  const word = after > before ? 'spread out' : 'drew together';
  return `${word}: standard deviation ${formatNumber(before)} → ${formatNumber(after)}`;
}

/** The category whose share changed most. */
function categoryChange({ categories }: Overlay & { kind: 'categories' }): string {
  const [most] = [...categories].sort(
    (a, b) => Math.abs(b.current - b.reference) - Math.abs(a.current - a.reference),
  );
  if (!most) return 'changed';
  const word = most.current > most.reference ? 'rose' : 'fell';
  return `changed: "${most.label}" ${word} from ${formatPercent(most.reference)} to ${formatPercent(most.current)}`;
}
