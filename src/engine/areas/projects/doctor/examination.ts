import type { z } from 'zod';
import type { projectContract } from '../../../../shared/contract/projects.ts';
import { EngineError } from '../../../../shared/errors.ts';
import type { CallContext } from '../../../ports/call.ts';
import type { ProjectPaths } from '../../../ports/project-services.ts';
import type { Clock } from '../../../ports/surroundings.ts';
import type { OpenedStore } from '../../../store/open-store.ts';

export type Diagnosis = z.input<(typeof projectContract)['project.doctor']['output']>;
export type Check = Diagnosis['checks'][number];

/** What only the engine that has the project open knows: what it is doing just now, and so what is nobody's. */
export interface WorkInHand {
  /** Jobs that the database says run, and that nothing runs. */
  abandonedJobs(): readonly { readonly id: string; readonly title: string }[];
  /** Puts them back into the queue, as recovery does. */
  requeueAbandonedJobs(): Promise<void>;
  /** Whether this file below `objects/unfinished` is on its way to become an object. */
  isBeingStored(file: string): boolean;
}

export interface Examination {
  readonly store: OpenedStore;
  readonly paths: ProjectPaths;
  readonly clock: Clock;
  readonly work: WorkInHand;
  readonly repair: boolean;
  readonly context: CallContext;
}

/** What a look at one thing found. */
export interface Finding {
  readonly name: string;
  readonly message: string;
  readonly isProblem: boolean;
  readonly count?: number;
  /** For a problem that can be repaired without losing anything. */
  readonly remedy?: {
    /** The sentence that says what repairing does. */
    readonly offer: string;
    /** Does it. Answers the sentence about what could not be repaired, or null. */
    readonly apply: () => Promise<string | null>;
  };
}

export type Examine = (examination: Examination) => Finding | Promise<Finding>;

/** Looks at one thing after another; each is repaired, where that was asked for, before the next is looked at. */
export const examineInTurn = async <Result>(
  examinations: readonly Examine[],
  examination: Examination,
  conclude: (finding: Finding) => Result | Promise<Result>,
): Promise<Result[]> => {
  const { context } = examination;
  const results: Result[] = [];
  for (const [index, examine] of examinations.entries()) {
    if (context.signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
    context.progress({ phase: 'Checking', completed: index, total: examinations.length });
    results.push(await conclude(await examine(examination)));
  }
  return results;
};

export const repaired = ({ name, message, count }: Finding): Check => ({
  ...{ name, state: 'repaired', message: `Repaired: ${message}` },
  ...(count === undefined ? {} : { count }),
});

/** A repair that is possible but was not asked for is a problem. */
export const checkOf = async (finding: Finding, repair: boolean): Promise<Check> => {
  const { name, message, isProblem, count, remedy } = finding;
  const is = (state: Check['state'], ...sentences: string[]): Check => ({
    ...{ name, state, message: [message, ...sentences].join(' ') },
    ...(count === undefined ? {} : { count }),
  });
  if (!isProblem) return is('ok');
  if (remedy === undefined) return is('problem');
  if (!repair) return is('problem', remedy.offer);
  const rest = await remedy.apply();
  return rest === null ? repaired(finding) : is('problem', rest);
};

export const diagnosisOf = (checks: readonly Check[]): Diagnosis => ({
  healthy: checks.every(({ state }) => state !== 'problem'),
  checks: [...checks],
});

/** The first three of some names or digests, each once. */
export const shortList = (items: readonly string[]): string => {
  const different = [...new Set(items)];
  const shown = different.slice(0, 3).map((item) => (item.length === 64 ? item.slice(0, 12) : item));
  const more = different.length > shown.length ? ' and more' : '';
  return shown.length === 0 ? 'nothing' : shown.join(', ') + more;
};
