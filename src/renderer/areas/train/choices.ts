import type { CommandInput, CommandOutput } from '../../../shared/contract/index.ts';
import type { LearnerDescription, LearnerId, SplitSpecification } from '../../../shared/model/learner.ts';

export type Suggestion = CommandOutput<'training.suggest'>;

/** What the user chose over what was suggested; absent is "as suggested". */
export interface Choices {
  learner?: LearnerId;
  split?: SplitSpecification;
  /** Only what differs from the learner's defaults; null while a field is empty. */
  parameters: Readonly<Record<string, number | null>>;
  exclude?: readonly string[];
  experiment: string;
  seed: number | null;
  name: string;
}

export const noChoices: Choices = { parameters: {}, experiment: 'Default', seed: 1, name: '' };

/** A split of another kind that keeps the share; a column is taken for granted where one is needed. */
export function splitOfKind(
  kind: SplitSpecification['kind'],
  { testShare }: SplitSpecification,
  columns: readonly string[],
): SplitSpecification {
  if (kind === 'random' || kind === 'stratified') return { kind, testShare };
  return { kind, testShare, column: columns[0] ?? '' };
}

/** Says what is wrong with a parameter's value; undefined when it is right, or empty, which is the default. */
export function parameterProblem(
  { minimum, maximum, type }: Pick<LearnerDescription['parameters'][number], 'minimum' | 'maximum' | 'type'>,
  value: number | null | undefined,
): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (type === 'integer' && !Number.isInteger(value)) return 'A whole number, please.';
  if (value < minimum || value > maximum) return `From ${minimum} to ${maximum}.`;
  return undefined;
}

/** The call that trains with the suggestion and what was chosen over it. */
export function startInput({
  dataset,
  suggestion,
  choices,
}: {
  dataset: string;
  suggestion: Suggestion;
  choices: Choices;
}): CommandInput<'training.start'> {
  const { learner, split, parameters, exclude, experiment, seed, name } = choices;
  const set = Object.entries(parameters).filter((entry): entry is [string, number] => entry[1] !== null);
  return {
    dataset,
    target: suggestion.target,
    learner: learner ?? suggestion.learner,
    split: split ?? suggestion.split,
    parameters: Object.fromEntries(set),
    exclude: [...(exclude ?? suggestion.exclude.map(({ column }) => column))],
    experiment: experiment.trim() === '' ? 'Default' : experiment.trim(),
    seed: seed ?? 1,
    ...(name.trim() !== '' && { name: name.trim() }),
  };
}
