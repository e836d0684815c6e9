export interface NamedRun {
  readonly id: string;
  readonly name: string;
}
