/** What a reader must know about a statistic, apart from its number. */
export interface StatisticDescriptor<Name extends string = string> {
  readonly name: Name;
  readonly title: string;
  readonly explanation: string;
  /** Where the formula comes from. */
  readonly source: string;
}
