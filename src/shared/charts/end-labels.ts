export interface EndLabel {
  id: string;
  /** Where it would like to stand. */
  y: number;
}

/** Moves labels at the lines' ends apart by at least `gap` within top…bottom, keeping their order and moving each as little as it takes. */
export function spreadLabels<Label extends EndLabel>(
  labels: readonly Label[],
  { gap, top, bottom }: { gap: number; top: number; bottom: number },
): Label[] {
  const sorted = [...labels].sort((one, other) => one.y - other.y).map((label) => ({ ...label }));
  let floor = top;
  for (const label of sorted) {
    label.y = Math.max(label.y, floor);
    floor = label.y + gap;
  }
  let ceiling = bottom;
  for (const label of sorted.reverse()) {
    label.y = Math.min(label.y, ceiling);
    ceiling = label.y - gap;
  }
  return sorted.reverse();
}
