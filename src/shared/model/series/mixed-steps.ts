/** What a curve's steps are. */
export interface StepSpan {
  readonly label: string;
  readonly first: number;
  readonly last: number;
  readonly points: number;
}

/** So many times as far and as wide is no longer a run that was stopped early, nor one that logs more seldom. */
const factor = 10;

const reach = ({ first, last }: StepSpan) => last - first;
export const stepSpacing = (span: StepSpan): number => reach(span) / (span.points - 1);

/**
 * Two curves whose steps seem to count different things, such as epochs and batches: one goes ten times as far in steps ten times as
 * wide. A run that ended early has the same spacing, one that logs more seldom the same reach. null where there are none.
 */
export function mixedSteps(
  spans: readonly StepSpan[],
): { readonly few: StepSpan; readonly many: StepSpan } | null {
  let few: StepSpan | undefined;
  let many: StepSpan | undefined;
  for (const span of spans) {
    if (span.points < 3 || reach(span) <= 0) continue;
    if (few === undefined || stepSpacing(span) < stepSpacing(few)) few = span;
    if (many === undefined || stepSpacing(span) > stepSpacing(many)) many = span;
  }
  if (few === undefined || many === undefined) return null;
  const isMixed = stepSpacing(many) >= factor * stepSpacing(few) && reach(many) >= factor * reach(few);
  return isMixed ? { few, many } : null;
}
