import { ExactNumber } from './exact-number.ts';

/** A value of a JSON document on a line of its own. */
export interface JsonLine {
  /** Where it stands, as a JSON Pointer (RFC 6901); empty for the whole. */
  readonly path: string;
  readonly depth: number;
  /** Name or index within what it belongs to; null for the whole. */
  readonly name: string | null;
  readonly value: unknown;
  /** How many values are in it; null where there can be none. */
  readonly size: number | null;
  readonly isOpen: boolean;
  /** Of a line that stands for those that are not listed yet: how many they are. */
  readonly more: number | null;
}

/** So many members are listed until more are asked for. */
export const membersAtFirst = 100;
/** A document is opened by itself as long as it has no more lines than this. */
const linesAtFirst = 60;

const membersOf = (value: unknown): [name: string, value: unknown][] | null =>
  Array.isArray(value)
    ? value.map((item, index) => [String(index), item])
    : typeof value === 'object' && value !== null && !(value instanceof ExactNumber)
      ? Object.entries(value)
      : null;

const childPath = (path: string, name: string): string =>
  `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** The lines that are in sight. `listed` says of how many members of a path are listed, where more than at first were asked for. */
export const jsonLines = (
  whole: unknown,
  open: ReadonlySet<string>,
  listed: ReadonlyMap<string, number> = new Map(),
): JsonLine[] => {
  const lines: JsonLine[] = [];
  const add = (value: unknown, name: string | null, path: string, depth: number): void => {
    const members = membersOf(value);
    const isOpen = members !== null && members.length > 0 && open.has(path);
    lines.push({ path, depth, name, value, size: members?.length ?? null, isOpen, more: null });
    if (!isOpen || members === null) return;
    const shown = listed.get(path) ?? membersAtFirst;
    for (const [key, member] of members.slice(0, shown)) add(member, key, childPath(path, key), depth + 1);
    const more = members.length - shown;
    if (more > 0)
      lines.push({
        path: `${path} more`,
        depth: depth + 1,
        name: path,
        value: null,
        size: null,
        isOpen: false,
        more,
      });
  };
  add(whole, null, '', 0);
  return lines;
};

/** What is open before anybody opens anything: level by level, as long as it stays short. */
export const openAtFirst = (whole: unknown): Set<string> => {
  const open = new Set<string>();
  let level: [path: string, value: unknown][] = [['', whole]];
  let lines = 1;
  while (level.length > 0) {
    const next: typeof level = [];
    for (const [path, value] of level) {
      const members = membersOf(value) ?? [];
      const added = Math.min(members.length, membersAtFirst);
      if (added === 0 || (path !== '' && lines + added > linesAtFirst)) continue;
      lines += added;
      open.add(path);
      for (const [name, member] of members.slice(0, membersAtFirst))
        next.push([childPath(path, name), member]);
    }
    level = next;
  }
  return open;
};
