import type { ColumnDrift } from '../../../shared/model/drift-report.ts';
import { binLabel, type OverlayBin } from '../../ui/index.ts';

/** The bars of both sides; empty when a column has no values to show. */
export function overlayBins({ overlay }: Pick<ColumnDrift, 'overlay'>): OverlayBin[] {
  if (overlay === null) return [];
  if (overlay.kind === 'bins')
    return overlay.bins.map(({ from, to, reference, current }) => ({
      label: binLabel(from, to),
      reference,
      current,
    }));
  const { categories, other } = overlay;
  const listed = categories.map(({ label, reference, current }) => ({
    label: label === '' ? '(empty)' : label,
    reference,
    current,
  }));
  return other === null
    ? listed
    : [
        ...listed,
        { label: `${other.categories} others`, reference: other.reference, current: other.current },
      ];
}
