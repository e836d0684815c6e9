import type { Reader, Writer } from '../ports/store-handles.ts';

/** Whatever names an object: table, column, and which row, for a message. */
const references = [
  [
    'run_artifacts',
    'digest',
    "'artifact ' || path || ' of run ' || (SELECT id FROM runs WHERE number = run_number)",
  ],
  ['stored_files', 'digest', "'artifact ' || path"],
  ['model_versions', 'digest', "'model ' || model_id || '/' || version"],
  ['evaluations', 'report_digest', "'evaluation ' || id"],
  ['drift_reports', 'report_digest', "'drift report ' || id"],
] as const;

/** Objects that something refers to, with what does. One object may be named often. */
export const objectReferences = (reader: Reader): { digest: string; holder: string }[] =>
  references.flatMap(([table, column, holder]) =>
    reader.all<{ digest: string; holder: string }>(
      `SELECT ${column} AS digest, ${holder} AS holder FROM ${table} WHERE ${column} IS NOT NULL`,
    ),
  );

/** Copied datasets name their object by digest without a foreign key. */
export const copiedDatasetDigests = (reader: Reader): { digest: string; holder: string }[] =>
  reader.all(
    `SELECT v.digest, 'dataset ' || d.name || '@' || v.version AS holder FROM dataset_versions v
     JOIN datasets d ON d.id = v.dataset_id WHERE v.mode = 'copy'`,
  );

/** Gives an object file that nobody knows its row back. */
export const adoptObjectRow = (
  writer: Writer,
  { digest, sizeBytes, nowMs }: { digest: string; sizeBytes: number; nowMs: number },
): void => {
  writer.run('INSERT OR IGNORE INTO objects (digest, size_bytes, created_at_ms) VALUES (?, ?, ?)', [
    digest,
    sizeBytes,
    nowMs,
  ]);
};

/** The attempts of jobs that run, and those that the queue may begin at any moment. */
export const attemptsUnderWay = (reader: Reader): { id: string; attempt: number }[] =>
  reader.all(
    `SELECT id, attempt + (state = 'queued') AS attempt FROM jobs WHERE state IN ('running', 'queued')`,
  );

export const isKnownJob = (reader: Reader, id: string): boolean =>
  reader.get('SELECT 1 FROM jobs WHERE id = ?', [id]) !== undefined;

/** Endpoints that were not removed. */
export const endpointIds = (reader: Reader): Set<string> =>
  new Set(
    reader.all<{ id: string }>('SELECT id FROM endpoints WHERE removed_at_ms IS NULL').map(({ id }) => id),
  );
