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
      <span>
        <span className={styles.stepTitle}>{step.title}</span>
        {step.isDone && <span className={styles.faint}> done</span>}
        {isNext && <p className={styles.explanation}>{step.explanation}</p>}
      </span>
      {isNext && (
        <Button variant="primary" icon={<ArrowRight size={14} />} onClick={() => follow(step)}>
          {step.title}
        </Button>
      )}
    </li>
  );
}

/** The whole path from a file to a served model, for a project in which little has happened yet. */
export function GuidedPath({ status: { next, steps } }: { status: ProjectStatus }) {
  return (
    <section className={styles.next} aria-label="First steps">
      <h2>From a file to a served model</h2>
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          <StepLine key={step.id} step={step} place={index + 1} isNext={step.id === next.id} />
        ))}
      </ol>
    </section>
  );
}

/** The one thing to do next. */
export function NextStep({ next }: { next: Step }) {
  if (next.id === 'done') return null;
  return (
    <section className={styles.next} aria-label="Next step">
      <div className={styles.nextHead}>
        <div>
          <h2>{next.title}</h2>
          <p className={styles.explanation}>{next.explanation}</p>
        </div>
        <Button variant="primary" icon={<ArrowRight size={14} />} onClick={() => follow(next)}>
          {next.title}
        </Button>
      </div>
    </section>
  );
}
