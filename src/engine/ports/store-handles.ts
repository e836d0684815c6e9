import type { Readable } from 'node:stream';

/** Values that SQLite stores. Booleans are 0 and 1, JSON is text. */
export type SqlValue = string | number | bigint | null | Uint8Array;
export type SqlParameters = readonly SqlValue[] | Readonly<Record<string, SqlValue>>;

declare const writes: unique symbol;

/** A handle that can only read. Statements are prepared once and kept by their text. */
export interface Reader {
  get<Row>(sql: string, parameters?: SqlParameters): Row | undefined;
  all<Row>(sql: string, parameters?: SqlParameters): Row[];
  iterate<Row>(sql: string, parameters?: SqlParameters): IterableIterator<Row>;
  /** The first column alone: of many rows it costs a fraction of `all`. */
  values<Value>(sql: string, parameters?: SqlParameters): Value[];
  /** Rows as arrays of their columns, for many rows as well. */
  tuples<Row extends readonly unknown[]>(sql: string, parameters?: SqlParameters): Row[];
}

/** A handle inside a write transaction; only `Store.write` makes one, so a reader cannot write. */
export interface Writer extends Reader {
  readonly [writes]: true;
  run(sql: string, parameters?: SqlParameters): { changes: number; lastId: number };
  /**
   * The same statement for each of the rows; answers how many it changed. Quicker than one statement that inserts many rows, which SQLite
   * keeps ready to be undone by itself.
   */
  runEach(sql: string, rows: Iterable<SqlParameters>): number;
}

export interface Store {
  readonly reader: Reader;
  /** One immediate transaction, durable when it returns. Everything that `work` throws rolls back. No await inside. */
  write<Result>(work: (writer: Writer) => Result): Result;
  /** The same for what frees room: on a full disk it is tried again with some of the reserve, so `work` may be called several times. */
  writeFreeing<Result>(work: (writer: Writer) => Result): Result;
}

/** Immutable files named by the SHA-256 of their content. */
export interface ObjectStore {
  /** Moves a file in (or copies when it lies on another file system): temp → fsync → rename. */
  adopt(file: string): Promise<{ digest: string; sizeBytes: number }>;
  copyIn(file: string): Promise<{ digest: string; sizeBytes: number }>;
  /**
   * Moves a file of this project's folder in, in the transaction that will name it. Whoever wrote it has hashed it and brought it to the
   * disk, so that this takes no longer than a rename.
   */
  place(writer: Writer, file: string, object: { digest: string; sizeBytes: number }): void;
  put(content: Uint8Array | string): Promise<{ digest: string; sizeBytes: number }>;
  /** What a client sends; nothing is kept of a stream that breaks off. */
  receive(content: Readable): Promise<{ digest: string; sizeBytes: number }>;
  /** Path of an object; error `project-damaged` when it is not there. Its bytes are not checked. */
  pathOf(digest: string): string;
  /** Path of an object whose bytes were read and found to have this digest; error `project-damaged` otherwise. */
  verified(digest: string): Promise<string>;
  read(digest: string): Promise<Uint8Array>;
  /** Says before an object's row goes that its file will go as well, so that a kill in between leaves nothing. */
  mark(digest: string): void;
  /** Removes the file of an object that the database knows no more; answers the bytes that are free now. */
  remove(digest: string): Promise<number>;
}

/** Room that is kept for what frees room. */
export interface Reserve {
  /** Takes the room, where there is plenty. */
  keep(): void;
  /** Gives a part of it up; false when there is none. */
  giveUp(): boolean;
}

/** The append-only, hash-chained log of state changes that matter to an audit. */
export interface EventLog {
  append(writer: Writer, event: { kind: string; subject: string; details: Record<string, unknown> }): void;
}
