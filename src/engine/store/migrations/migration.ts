/** A step of the database's shape. Append-only: a migration that has shipped is never edited. */
export interface Migration {
  /** Strictly increasing from 1; the database's `user_version` after it. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}
