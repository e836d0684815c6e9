import type { MetricPoint, Topic } from '../../../shared/events.ts';
import type { Machine } from '../../ports/machine.ts';
import type { EventLog, ObjectStore, Reader, Writer } from '../../ports/store-handles.ts';
import type { Clock, Ids } from '../../ports/surroundings.ts';
import type { Fields, Request } from './wire/fields.ts';

/** What answers of the tracking server are made with. */
export interface TrackingContext {
  readonly reader: Reader;
  /** The project's, where places begin that clients name without a beginning. */
  readonly folder: string;
  /**
   * Joins the next group commit; durable when it resolves. Only what `work` itself wrote is undone when it throws. No await inside.
   */
  readonly write: <Result>(work: (writer: Writer) => Result) => Promise<Result>;
  readonly objects: ObjectStore;
  readonly eventLog: EventLog;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The client's, which is this one; unknown where a request was passed on by something in between. */
  readonly machine: Machine;
  /** Tells the engine whose copies are out of date; several soon after one another are told together. */
  readonly changed: (topic: Topic, ids: readonly string[]) => void;
  /** Frees objects that a place held until now, unless something else holds them. */
  readonly released: (digests: readonly string[]) => void;
  /** Tells the engine of new points, for charts that are being looked at. */
  readonly logged: (runId: string, points: readonly MetricPoint[]) => void;
}

/** JSON that is ready to be sent, in parts of text and UTF-8, for answers that are put together in SQL. */
export class ReadyJson {
  readonly bytes: Buffer;
  constructor(...parts: readonly (string | Uint8Array)[]) {
    this.bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  }
}

export interface Rpc<Of extends Fields = Fields> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/api/2.0/mlflow` (or 3.0), with `:name` for parts that are fields. */
  readonly path: string;
  readonly since: '2.0' | '3.0';
  readonly request: Of;
  readonly answer: (
    request: Request<Of>,
    context: TrackingContext,
  ) => object | ReadyJson | Promise<object | ReadyJson>;
}

/** Keeps the types of a request's fields for its answer. */
export const defineRpc = <const Of extends Fields>(rpc: Rpc<Of>): Rpc => rpc as unknown as Rpc;
