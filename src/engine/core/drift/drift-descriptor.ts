/** What a reader must know about a test or distance, apart from its number. */
export interface DriftDescriptor<Name extends string = string> {
  readonly name: Name;
  readonly title: string;
  readonly explanation: string;
  /** Where the formula comes from. */
  readonly source: string;
}

export interface TestResult {
  readonly statistic: number;
  readonly pValue: number;
}
