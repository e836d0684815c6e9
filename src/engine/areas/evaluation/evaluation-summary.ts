/** What a list of evaluations shows of one. */
export interface EvaluationSummary {
  readonly rowCount: number;
  readonly metric: {
    readonly name: string;
    readonly value: number;
    readonly low: number | null;
    readonly high: number | null;
  };
}
