/** What the runs of a project hold, for completion and for suggestions. In the order to offer it. */
export interface Vocabulary {
  readonly metrics: readonly string[];
  readonly parameters: readonly string[];
  readonly tags: readonly string[];
  /** Values in use by key as `printKey` writes it (`params.model`, `status`), the most frequent first. */
  readonly values: Readonly<Record<string, readonly UsedValue[]>>;
}

export interface UsedValue {
  readonly value: string;
  /** Runs that have it. */
  readonly count: number;
}

export const emptyVocabulary: Vocabulary = { metrics: [], parameters: [], tags: [], values: {} };
