import { type StepSpan, stepSpacing } from '../../../shared/model/series/mixed-steps.ts';
import { Button, formatNumber, Inline, MeaningIcon, Text } from '../../ui/index.ts';
import { useChooseAxis } from './curve-settings.tsx';

export const spanOf = ({
  label,
  x,
  totalPoints,
}: {
  label: string;
  x: readonly number[];
  totalPoints: number;
}) => ({
  label,
  first: x[0] ?? 0,
  last: x.at(-1) ?? 0,
  points: totalPoints,
});

/** Steps of two runs that seem to count different things. */
export function MixedStepsNote({
  few,
  many,
  epoch,
}: {
  few: StepSpan;
  many: StepSpan;
  epoch: string | undefined;
}) {
  const chooseAxis = useChooseAxis();
  const said = (span: StepSpan) =>
    `“${span.label}” goes to ${formatNumber(span.last)} in steps of ${formatNumber(stepSpacing(span), 2)}`;
  return (
    <Inline>
      <MeaningIcon meaning="warning" size={14} />
      <Text size="small" selectable>
        Steps seem to count different things: {said(few)}, {said(many)}.
      </Text>
      <Button size="small" onClick={() => chooseAxis({ kind: 'relative' })}>
        Use time since start
      </Button>
      {epoch !== undefined && (
        <Button size="small" onClick={() => chooseAxis({ kind: 'metric', key: epoch })}>
          Use the epoch
        </Button>
      )}
    </Inline>
  );
}
