import { EngineError } from '../../shared/errors.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';

/** An endpoint as it is kept: what the user wants. How it really is lives in the memory of the engine that supervises it. */
export interface StoredEndpoint {
  readonly id: string;
  readonly model: string;
  readonly version: number;
  readonly port: number;
  readonly isWanted: boolean;
  /** The serving process that was started last. */
  readonly process: { readonly pid: number; readonly startedAt: string } | null;
}

interface EndpointRow {
  readonly id: string;
  readonly model: string;
  readonly version: number;
  readonly port: number;
  readonly is_wanted: number;
  readonly pid: number | null;
  readonly pid_started_at: string | null;
}

const selectEndpoints = `SELECT e.id, m.name AS model, e.version, e.port, e.is_wanted, e.pid, e.pid_started_at
  FROM endpoints e JOIN registered_models m ON m.id = e.model_id WHERE e.removed_at_ms IS NULL`;

const toEndpoint = (row: EndpointRow): StoredEndpoint => ({
  id: row.id,
  model: row.model,
  version: row.version,
  port: row.port,
  isWanted: row.is_wanted === 1,
  process:
    row.pid === null || row.pid_started_at === null ? null : { pid: row.pid, startedAt: row.pid_started_at },
});

/** In the order in which they were made. */
export const listEndpoints = (reader: Reader): StoredEndpoint[] =>
  reader.all<EndpointRow>(`${selectEndpoints} ORDER BY e.created_at_ms, e.id`).map(toEndpoint);

/** Error `not-found`. */
export const getEndpoint = (reader: Reader, id: string): StoredEndpoint => {
  const row = reader.get<EndpointRow>(`${selectEndpoints} AND e.id = ?`, [id]);
  if (row === undefined) throw new EngineError('not-found', `There is no endpoint “${id}” in this project.`);
  return toEndpoint(row);
};

export const insertEndpoint = (
  writer: Writer,
  fresh: { id: string; modelId: number; version: number; port: number; nowMs: number },
): void => {
  writer.run(
    'INSERT INTO endpoints (id, model_id, version, port, is_wanted, created_at_ms) VALUES (?, ?, ?, ?, 1, ?)',
    [fresh.id, fresh.modelId, fresh.version, fresh.port, fresh.nowMs],
  );
};

export const setEndpointWanted = (
  writer: Writer,
  { id, isWanted, port }: { id: string; isWanted: boolean; port: number },
): void => {
  writer.run('UPDATE endpoints SET is_wanted = ?, port = ? WHERE id = ?', [isWanted ? 1 : 0, port, id]);
};

export const setEndpointProcess = (writer: Writer, id: string, process: StoredEndpoint['process']): void => {
  writer.run('UPDATE endpoints SET pid = ?, pid_started_at = ? WHERE id = ?', [
    process?.pid ?? null,
    process?.startedAt ?? null,
    id,
  ]);
};

export const removeEndpoint = (writer: Writer, id: string, nowMs: number): void => {
  writer.run('UPDATE endpoints SET is_wanted = 0, removed_at_ms = ? WHERE id = ?', [nowMs, id]);
};
