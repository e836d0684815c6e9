import type { Migration } from './migration.ts';

/** What is being written of a note and not saved yet. Notes themselves are of their run, and a tag of their experiment. */
export const noteDrafts: Migration = {
  number: 8,
  name: 'note-drafts',
  sql: `
CREATE TABLE note_drafts (
  subject_type   TEXT    NOT NULL CHECK (subject_type IN ('run', 'experiment')),
  -- The number of the run, the id of the experiment.
  subject_number INTEGER NOT NULL,
  text           TEXT    NOT NULL,
  -- The note that it began with: if that is not there any more, somebody else wrote meanwhile.
  begun_on       TEXT    NOT NULL,
  saved_at_ms    INTEGER NOT NULL,
  PRIMARY KEY (subject_type, subject_number)
) STRICT, WITHOUT ROWID;
`,
};
