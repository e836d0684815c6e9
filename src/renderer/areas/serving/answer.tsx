import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { EngineError } from '../../../shared/errors.ts';
import {
  Badge,
  CodeBlock,
  classNames,
  EmptyState,
  formatDuration,
  formatNumber,
  formatPercent,
  Inline,
  Panel,
  Stack,
  Text,
} from '../../ui/index.ts';
import { readAnswer } from './read-answer.ts';
import styles from './serving.module.css';

const mostBars = 12;

/** Probabilities by class, the likeliest first. Bars start at zero and end at one. */
function ProbabilityBars({ shares }: { shares: readonly { label: string; share: number }[] }) {
  const ordered = [...shares].sort((one, other) => other.share - one.share);
  return (
    <Stack>
      <div className={styles.bars}>
        {ordered.slice(0, mostBars).flatMap(({ label, share }, place) => [
          <span key={`${label} name`} className={styles.barName} title={label}>
            {label}
          </span>,
          <span key={`${label} bar`} className={styles.barTrack} aria-hidden="true">
            <div
              className={classNames(styles.bar, place === 0 && styles.barWinner)}
              style={{ width: `${share * 100}%` }}
            />
          </span>,
          <span key={`${label} share`} className={styles.barShare} title={String(share)}>
            {formatPercent(share)}
          </span>,
        ])}
      </div>
      {ordered.length > mostBars && (
        <Text tone="muted" size="small">
          and {ordered.length - mostBars} less likely classes
        </Text>
      )}
    </Stack>
  );
}

/** What the endpoint answered, plainly: the prediction, how sure, how long it took, and the bytes. */
export function Answer({
  answer,
  error,
  classes,
  target,
}: {
  answer: CommandOutput<'serving.try'> | null;
  error: EngineError | null;
  classes: readonly string[];
  target: string;
}) {
  if (error !== null)
    return (
      <Panel title="No answer">
        <Text tone="bad" selectable>
          {error.message}
        </Text>
      </Panel>
    );
  if (answer === null)
    return (
      <Panel title="Answer">
        <EmptyState text={`Predict, and the answer for ${target} stands here.`} />
      </Panel>
    );
  const { prediction, probabilities, message } = readAnswer(answer.body, classes);
  const isGood = answer.status >= 200 && answer.status < 300;
  return (
    <Panel
      title={target}
      actions={
        <Inline>
          <Badge meaning={isGood ? 'good' : 'bad'}>HTTP {answer.status}</Badge>
          <Text tone="muted" size="small">
            {answer.durationMs < 10
              ? `${formatNumber(answer.durationMs, 2)} ms`
              : formatDuration(answer.durationMs)}
          </Text>
        </Inline>
      }
    >
      <Stack>
        {prediction !== null && (
          <Text size="large" selectable>
            {typeof prediction === 'number' ? formatNumber(prediction) : prediction}
          </Text>
        )}
        {message !== null && (
          <Text tone="bad" selectable>
            {message}
          </Text>
        )}
        {probabilities.length > 0 && <ProbabilityBars shares={probabilities} />}
        <CodeBlock label="answer as JSON" code={JSON.stringify(answer.body, null, 2)} maxHeight={240} />
      </Stack>
    </Panel>
  );
}
