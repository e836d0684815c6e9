import { EngineError } from '../../../shared/errors.ts';
import { type ServingStats, servingMessage } from '../../../shared/model/serving-messages.ts';
import {
  type ProgramStatus,
  type ProgramWord,
  type SupervisedProgram,
  superviseProgram,
} from '../../supervision/supervise-program.ts';

export interface SupervisedEndpoint extends SupervisedProgram {
  status(): ProgramStatus & { readonly stats: ServingStats | null };
}

type Parts = Omit<Parameters<typeof superviseProgram>[0], 'program' | 'title' | 'interpret'> & {
  onStats: (stats: ServingStats) => void;
};

/** Keeps the serving program of one endpoint running, and what it last told of its work. */
export function superviseEndpoint({ onStats, ...parts }: Parts): SupervisedEndpoint {
  let stats: ServingStats | null = null;

  const interpret = (message: unknown): ProgramWord | null => {
    const parsed = servingMessage.safeParse(message);
    if (!parsed.success) return null;
    if (parsed.data.kind === 'ready') return { kind: 'ready' };
    if (parsed.data.kind === 'failed')
      return { kind: 'failed', error: new EngineError(parsed.data.code, parsed.data.message) };
    stats = parsed.data;
    onStats(stats);
    return { kind: 'other' };
  };

  const supervised = superviseProgram({ ...parts, program: 'serving', title: 'The endpoint', interpret });
  return {
    ...supervised,
    status: () => {
      const status = supervised.status();
      if (status.state !== 'ready') return { ...status, stats: null };
      const problem = stats?.logProblem ?? null;
      return { ...status, stats, reason: problem === null ? status.reason : logReason(problem) };
    },
  };
}

const logReason = (problem: string): string => `Predictions are answered but not logged: ${problem}`;
