import type { TraceAssessment } from '../../../shared/model/trace.ts';
import { formatNumber, MeaningIcon } from '../../ui/index.ts';
import styles from './traces.module.css';

export const valueText = (value: unknown): string =>
  typeof value === 'number' ? formatNumber(value) : typeof value === 'string' ? value : JSON.stringify(value);

export const assessmentText = ({ name, value }: Pick<TraceAssessment, 'name' | 'value'>): string =>
  `${name}: ${value === true ? 'yes' : value === false ? 'no' : valueText(value)}`;

/** What was said; yes and no with a sign. What goes wrong in judging is no judgement. */
export function AssessmentValue({ assessment }: { assessment: TraceAssessment }) {
  const { value, error, kind } = assessment;
  if (error !== null)
    return (
      <span className={styles.withSign}>
        <MeaningIcon meaning="warning" size={14} /> {error}
      </span>
    );
  if (typeof value !== 'boolean' || kind !== 'feedback')
    return <span className={styles.wrapped}>{valueText(value)}</span>;
  return (
    <span className={styles.withSign}>
      <MeaningIcon meaning={value ? 'good' : 'bad'} size={14} /> {value ? 'yes' : 'no'}
    </span>
  );
}
