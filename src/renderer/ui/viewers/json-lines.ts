/** A number of a JSON text that JavaScript would round: `12345678901234567890`. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** One line of a JSON value that is shown as a tree. */
export interface JsonLine {
  /** Place in the value, as a JSON Pointer (RFC 6901). */
  readonly pointer: string;
  readonly key: string | null;
  readonly depth: number;
  readonly kind: 'object' | 'array' | 'text' | 'number' | 'word' | 'more';
  /** The value as text; of an object or array, how much is in it. */
  readonly text: string;
  readonly isOpen: boolean;
}

/** Of one object or array; more than that is counted and not listed. */
const mostChildren = 5000;
const longestText = 2000;

const pointerOf = (parent: string, key: string) =>
  `${parent}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** The lines of a value, those inside of closed objects and arrays left out. */
export function jsonLines(value: unknown, isOpen: (pointer: string, depth: number) => boolean): JsonLine[] {
  const lines: JsonLine[] = [];
  const walk = (current: unknown, key: string | null, pointer: string, depth: number) => {
    if (typeof current !== 'object' || current === null || current instanceof ExactNumber) {
      lines.push({ pointer, key, depth, isOpen: false, ...leaf(current) });
      return;
    }
    const open = isOpen(pointer, depth);
    const isArray = Array.isArray(current);
    const keys = isArray ? null : Object.keys(current);
    const count = keys?.length ?? (current as unknown[]).length;
    const text = `${count} ${count === 1 ? (isArray ? 'item' : 'key') : isArray ? 'items' : 'keys'}`;
    lines.push({ pointer, key, depth, kind: isArray ? 'array' : 'object', text, isOpen: open });
    if (!open) return;
    for (let index = 0; index < Math.min(count, mostChildren); index += 1) {
      const name = keys?.[index] ?? String(index);
      walk((current as Record<string, unknown>)[name], name, pointerOf(pointer, name), depth + 1);
    }
    if (count > mostChildren)
      lines.push({
        ...{ pointer: `${pointer}/…`, key: null, depth: depth + 1, kind: 'more', isOpen: false },
        text: `${count - mostChildren} more`,
      });
  };
  walk(value, null, '', 0);
  return lines;
}

function leaf(value: unknown): Pick<JsonLine, 'kind' | 'text'> {
  if (value instanceof ExactNumber) return { kind: 'number', text: value.text };
  if (typeof value === 'string') {
    const shown = value.length > longestText ? `${value.slice(0, longestText)}…` : value;
    return { kind: 'text', text: JSON.stringify(shown) };
  }
  return { kind: typeof value === 'number' ? 'number' : 'word', text: String(value) };
}
