import type { Reader, Writer } from '../ports/store-handles.ts';

/** What the user wants of the tracking server, and the process that was started last. */
export interface StoredTrackingServer {
  readonly port: number;
  readonly isWanted: boolean;
  readonly process: { readonly pid: number; readonly startedAt: string } | null;
}

interface Row {
  readonly port: number;
  readonly is_wanted: number;
  readonly pid: number | null;
  readonly pid_started_at: string | null;
}

/** Undefined until it was started once. */
export const readTrackingServer = (reader: Reader): StoredTrackingServer | undefined => {
  const row = reader.get<Row>('SELECT port, is_wanted, pid, pid_started_at FROM tracking_server');
  if (row === undefined) return undefined;
  const { port, is_wanted, pid, pid_started_at: startedAt } = row;
  return {
    port,
    isWanted: is_wanted === 1,
    process: pid === null || startedAt === null ? null : { pid, startedAt },
  };
};

export const wantTrackingServer = (
  writer: Writer,
  { port, isWanted }: { port: number; isWanted: boolean },
): void => {
  writer.run(
    `INSERT INTO tracking_server (id, port, is_wanted) VALUES (1, ?, ?)
     ON CONFLICT DO UPDATE SET port = excluded.port, is_wanted = excluded.is_wanted`,
    [port, isWanted ? 1 : 0],
  );
};

export const setTrackingServerProcess = (writer: Writer, process: StoredTrackingServer['process']): void => {
  writer.run('UPDATE tracking_server SET pid = ?, pid_started_at = ?', [
    process?.pid ?? null,
    process?.startedAt ?? null,
  ]);
};
