import { setImmediate } from 'node:timers/promises';
import { WorkbookFormatError } from '../../../../core/artifacts/spreadsheet/workbook-format-error.ts';
import { readSharedTexts } from '../../../../core/artifacts/spreadsheet/workbook-parts.ts';
import type { ZipEntry } from '../../../../core/artifacts/zip-directory.ts';
import type { WorkContext } from '../../../../ports/data-engine.ts';
import type { ByteSource } from '../byte-source.ts';
import { unpackedParts } from '../zip-entries.ts';

/** A cell holds 32,767 characters; with how each of them is written they are some more. */
const longestText = 4 * 2 ** 20;
/** Texts beyond are left out: they would fill the memory, and no screen shows so many. */
const mostBytes = 128 * 2 ** 20;

export interface SharedTexts {
  readonly texts: readonly string[];
  /** There are more than were read. */
  readonly isCut: boolean;
  readonly heldBytes: number;
}

/** The texts that cells refer to by their number, of all sheets together. */
export const readTexts = async (
  source: ByteSource,
  entry: ZipEntry | null,
  { signal, progress }: WorkContext,
): Promise<SharedTexts> => {
  const texts: string[] = [];
  if (entry === null) return { texts, isCut: false, heldBytes: 0 };
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let heldBytes = 0;
  for await (const bytes of unpackedParts(source, entry)) {
    heldBytes += bytes.length;
    rest += decoder.decode(bytes, { stream: true });
    // Up to the last text that is whole.
    const end = endOfTexts(rest);
    for (const text of readSharedTexts(rest.slice(0, end))) texts.push(text);
    rest = rest.slice(end);
    if (rest.length > longestText) throw new WorkbookFormatError('a text of it is longer than any cell’s');
    if (heldBytes > mostBytes) return { texts, isCut: true, heldBytes };
    signal?.throwIfAborted();
    progress?.({ phase: 'Reading texts', completed: heldBytes, total: Math.max(entry.sizeBytes, heldBytes) });
    await setImmediate();
  }
  return { texts, isCut: false, heldBytes };
};

const longestPrefix = 80;

/** Behind the last `</si>`, whichever prefix it has; 0 where there is none. */
const endOfTexts = (xml: string): number => {
  for (let at = xml.lastIndexOf('si>'); at > 0; at = xml.lastIndexOf('si>', at - 1))
    if (/<\/(?:[\w.-]+:)?$/.test(xml.slice(Math.max(0, at - longestPrefix), at))) return at + 'si>'.length;
  return 0;
};
