import type { Migration } from './migration.ts';

/** What a batch of spans costs no longer depends on how many spans its trace has already. */
export const spanTokens: Migration = {
  number: 6,
  name: 'span-tokens',
  sql: `
CREATE INDEX spans_by_parent ON spans (trace_id, parent_id);
CREATE INDEX spans_by_start ON spans (trace_id, start_ns);
CREATE INDEX spans_by_end ON spans (trace_id, end_ns);
CREATE INDEX root_spans ON spans (trace_id, start_ns) WHERE parent_id IS NULL;

-- Tokens of a span together with those below it: what it counts itself, or else the sum of its children. No row where that is nothing.
CREATE TABLE span_tokens (
  trace_id      TEXT    NOT NULL REFERENCES traces (id) ON DELETE CASCADE,
  span_id       TEXT    NOT NULL,
  is_own        INTEGER NOT NULL,
  input_tokens  INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  total_tokens  INTEGER NOT NULL,
  PRIMARY KEY (trace_id, span_id)
) STRICT, WITHOUT ROWID;

-- False for traces of before, whose spans are counted when the next one comes.
ALTER TABLE traces ADD COLUMN has_span_tokens INTEGER NOT NULL DEFAULT 0;
`,
};
