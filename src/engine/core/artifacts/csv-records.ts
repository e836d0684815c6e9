/** A record of a text table ends with a line break, unless the break stands in quotes. A quote opens only where a field begins. */
const quote = 0x22;
const lineFeed = 0x0a;

/** Finds where records end, over parts of a file that come one after the other. */
export interface RecordScanner {
  /** Calls back with the position behind each record's line break, counted from the first byte that was ever given. */
  scan(part: Uint8Array, onEnd: (position: number) => void): void;
}

/** `delimiter` is one byte, such as a comma; null for lines without fields, where quotes mean nothing. */
export const createRecordScanner = (delimiter: number | null): RecordScanner => {
  let position = 0;
  let isQuoted = false;
  let hasJustClosed = false;
  let isFieldStart = true;

  const scanPlain = (part: Uint8Array, onEnd: (position: number) => void) => {
    for (let at = part.indexOf(lineFeed); at >= 0; at = part.indexOf(lineFeed, at + 1))
      onEnd(position + at + 1);
    const last = part.at(-1);
    isFieldStart = last === lineFeed || last === delimiter;
    hasJustClosed = false;
  };

  const scanQuoted = (part: Uint8Array, onEnd: (position: number) => void) => {
    // Held in local variables: this loop sees every byte of a file of gigabytes.
    let inQuotes = isQuoted;
    let previous = hasJustClosed ? quote : isFieldStart ? lineFeed : 0;
    let closed = hasJustClosed;
    for (let index = 0; index < part.length; index += 1) {
      const byte = part[index]!;
      if (inQuotes) {
        if (byte === quote) {
          inQuotes = false;
          closed = true;
        }
      } else if (byte === quote) {
        // Two quotes in a row stand for one, and the field goes on.
        inQuotes = closed || previous === delimiter || previous === lineFeed;
        closed = false;
      } else {
        closed = false;
        if (byte === lineFeed) onEnd(position + index + 1);
      }
      previous = byte;
    }
    isQuoted = inQuotes;
    hasJustClosed = closed;
    isFieldStart = previous === delimiter || previous === lineFeed;
  };

  return {
    scan(part, onEnd) {
      if (part.length === 0) return;
      if (delimiter === null || (!isQuoted && !part.includes(quote))) scanPlain(part, onEnd);
      else scanQuoted(part, onEnd);
      position += part.length;
    },
  };
};

/** The fields of the records in a text. What is not closed at its end ends there. */
export const parseRecords = (text: string, delimiter: string): string[][] => {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    const field = text[at] === '"' ? quotedField(text, at, delimiter) : plainField(text, at, delimiter);
    record.push(field.value);
    at = field.end;
    if (text[at] === delimiter) {
      at += 1;
      if (at < text.length) continue;
      record.push('');
    } else at += 1;
    records.push(record);
    record = [];
  }
  return records;
};

interface Field {
  readonly value: string;
  /** Of the delimiter or line feed behind it, or the text's end. */
  readonly end: number;
}

const plainField = (text: string, start: number, delimiter: string): Field => {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end += 1;
  return { value: withoutReturn(text.slice(start, end)), end };
};

const quotedField = (text: string, start: number, delimiter: string): Field => {
  let value = '';
  let at = start + 1;
  for (;;) {
    const close = text.indexOf('"', at);
    if (close < 0) return { value: value + text.slice(at), end: text.length };
    value += text.slice(at, close);
    at = close + 1;
    if (text[at] !== '"') break;
    value += '"';
    at += 1;
  }
  // What stands between the quote and the delimiter belongs to the field all the same.
  const rest = plainField(text, at, delimiter);
  return { value: value + rest.value, end: rest.end };
};

const withoutReturn = (value: string): string => (value.endsWith('\r') ? value.slice(0, -1) : value);

export interface TextDialect {
  readonly delimiter: string;
  readonly hasHeader: boolean;
}

const delimiters = [',', ';', '\t', '|'];
const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));

/** Guesses from the head of a file: the delimiter that cuts most records into the same number of fields, and whether the first names them. */
export const guessDialect = (head: string, forced: string | null): TextDialect => {
  const delimiter = forced ?? bestDelimiter(head);
  const [first = [], ...rest] = parseRecords(head, delimiter).slice(0, 100);
  const namesColumns = first.every((text) => text.trim() !== '' && !isNumber(text));
  const isLikeOthers = rest.length > 0 && new Set(first).size < first.length;
  return { delimiter, hasHeader: namesColumns && !isLikeOthers };
};

const bestDelimiter = (head: string): string => {
  const scored = delimiters.map((delimiter) => {
    const widths = parseRecords(head, delimiter)
      .slice(0, 50)
      .map((record) => record.length);
    const width = widths[0] ?? 1;
    return { delimiter, score: width < 2 ? 0 : widths.filter((other) => other === width).length };
  });
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
};
