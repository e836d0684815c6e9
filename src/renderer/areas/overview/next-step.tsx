import { ArrowRight, Check } from 'lucide-react';
import type { ProjectStatus, NextStep as Step } from '../../../shared/model/project.ts';
import { navigate, parseRoute } from '../../app/index.ts';
import { Button, classNames } from '../../ui/index.ts';
import styles from './overview.module.css';

function follow(step: Step): void {
  const route = parseRoute(step.route);
  if (route !== null) navigate(route);
}

function StepLine({
  step,
  place,
  isNext,
}: {
  step: Step & { isDone: boolean };
  place: number;
  isNext: boolean;
}) {
  return (
    <li className={classNames(styles.step, step.isDone && styles.stepDone, isNext && styles.stepNext)}>
      <span className={styles.stepMark} aria-hidden>
        {step.isDone ? <Check size={12} strokeWidth={3} /> : place}
      </span>
      <span className={styles.stepTitle}>
        {step.title}
        {step.isDone && <span className={styles.faint}> done</span>}
      </span>
      {isNext && <span className={styles.faint}>{step.explanation}</span>}
    </li>
  );
}

/** The one thing to do next; in an untouched project with the whole path from data to a served model. */
export function NextStep({ status, isGuided }: { status: ProjectStatus; isGuided: boolean }) {
  const { next, steps } = status;
  if (next.id === 'done' && !isGuided) return null;
  return (
    <section className={styles.next} aria-label="Next step">
      <div className={styles.nextHead}>
        <div>
          <p className={styles.faint}>Next</p>
          <h2>{next.title}</h2>
          <p className={styles.explanation}>{next.explanation}</p>
        </div>
        <Button variant="primary" icon={<ArrowRight size={14} />} onClick={() => follow(next)}>
          {next.title}
        </Button>
      </div>
      {isGuided && (
        <ol className={styles.steps}>
          {steps.map((step, index) => (
            <StepLine key={step.id} step={step} place={index + 1} isNext={step.id === next.id} />
          ))}
        </ol>
      )}
    </section>
  );
}
