import { columnText } from '../column-text.ts';
import type { LiveReference } from './note.ts';
import type { NoteLink } from './note-links.ts';

type RunReference = Extract<NoteLink, { kind: 'run' }>;

/** What stands in a note in place of a link to a run. */
export interface ReferenceWords {
  /** The figure, or the run's name. */
  readonly text: string;
  /** What is said behind it: of a run its main figure; of either that it is running, gone or in the trash. */
  readonly note: string;
}

const bareColumn = (column: string): string => column.replace(/^metrics\./, '');

/** `reference` is undefined while it is not known yet; what the note says itself stands there then. */
export const referenceWords = (
  link: RunReference,
  written: string,
  reference: LiveReference | undefined,
  nowMs: number,
): ReferenceWords => {
  if (reference === undefined) return { text: written, note: '' };
  if (reference.state === 'unknown') return { text: written, note: 'no such run' };
  if (reference.state === 'no-column') return { text: written, note: `${link.show} is no column` };
  const { name, status, isDeleted, main, shown } = reference;
  const trash = isDeleted ? ['in the trash'] : [];
  if (link.show !== null)
    return shown === null
      ? { text: written, note: [`${name} has no ${bareColumn(link.show)}`, ...trash].join(', ') }
      : { text: columnText(link.show, shown, nowMs), note: trash.join() };
  const figure =
    main === null ? [] : [`${bareColumn(main.column)} ${columnText(main.column, main.value, nowMs)}`];
  return { text: name, note: [...(status === 'finished' ? [] : [status]), ...figure, ...trash].join(', ') };
};
