import { type Progress, shareDone } from '../../../shared/model/progress.ts';
import { formatNumber } from '../format.ts';
import { ProgressBar } from './progress-bar.tsx';

export interface PhaseBarProps {
  /** What is being done as a whole; read out while no phase is known. */
  label: string;
  progress: Progress | null | undefined;
  /** Said while nothing is known yet, for example that the work waits for its turn. */
  before?: string | undefined;
}

/** A bar for work that tells what it does at the moment, and how much of how much where it knows. */
export function PhaseBar({ label, progress, before }: PhaseBarProps) {
  const share = shareDone(progress);
  const { phase, completed, total } = progress ?? {};
  return (
    <ProgressBar
      label={phase ?? label}
      share={share}
      text={share === null ? (phase ?? before) : `${phase} ${formatNumber(completed)}/${formatNumber(total)}`}
    />
  );
}
