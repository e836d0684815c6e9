/** The part of Markdown that model cards and READMEs use. Text stays text: nothing is ever taken as HTML. */
export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  /** `start`: the number of its first item. */
  | { kind: 'list'; ordered: boolean; start: number; items: ListItem[] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'table'; head: string[]; rows: string[][] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' };

export interface ListItem {
  text: string;
  /** What is indented below it, such as another list. */
  blocks: Block[];
}

export type Inline =
  | { kind: 'text' | 'strong' | 'emphasis' | 'struck' | 'code'; text: string }
  | { kind: 'link'; text: string; url: string };

const cells = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

const isTableRule = (line: string | undefined) => line !== undefined && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(line) && line.includes('|'); // biome-ignore format: one pattern
const listItem = /^\s*(?:[-*+]|(\d+)\.)\s+(.*)$/;
const quoted = /^\s{0,3}>\s?(.*)$/;
const startsBlock = /^(#{1,6}\s|```|\s{0,3}>|\s*(?:[-*+]|\d+\.)\s|\s*\|)|^\s*(?:---+|\*\*\*+)\s*$/;
/** Quotes and lists within each other; what is deeper stays the text it is. */
const deepest = 12;

const indentOf = (line: string): number => line.length - line.trimStart().length;
const isOrdered = (line: string): boolean => listItem.exec(line)?.[1] !== undefined;

interface Taken {
  block: Block;
  /** How many lines it takes. */
  lines: number;
}

function takeCode(lines: readonly string[]): Taken {
  const end = lines.findIndex((line, index) => index > 0 && line.startsWith('```'));
  const last = end === -1 ? lines.length : end;
  return { block: { kind: 'code', text: lines.slice(1, last).join('\n') }, lines: last + 1 };
}

const countWhile = (lines: readonly string[], holds: (line: string) => boolean) => {
  const end = lines.findIndex((line) => !holds(line));
  return end === -1 ? lines.length : end;
};

function takeQuote(lines: readonly string[], depth: number): Taken {
  const length = countWhile(lines, (line) => quoted.test(line));
  const inner = lines.slice(0, length).map((line) => quoted.exec(line)![1]!);
  return { block: { kind: 'quote', blocks: blocksOf(inner, depth + 1) }, lines: length };
}

/** The line behind a blank one belongs to a list when it is indented below an item, or the next item of the same kind. */
function listGoesOn(line: string | undefined, indent: number, ordered: boolean): boolean {
  if (line === undefined || line.trim() === '') return false;
  if (indentOf(line) > indent) return true;
  return listItem.test(line) && isOrdered(line) === ordered;
}

function takeList(lines: readonly string[], depth: number): Taken {
  const first = lines[0]!;
  const indent = indentOf(first);
  const ordered = isOrdered(first);
  const items: { text: string; below: string[] }[] = [];
  let at = 0;
  for (; at < lines.length; at += 1) {
    const line = lines[at]!;
    const goesOn = listGoesOn(line.trim() === '' ? lines[at + 1] : line, indent, ordered);
    if (!goesOn) break;
    const item = listItem.exec(line);
    if (item !== null && indentOf(line) <= indent) items.push({ text: item[2]!, below: [] });
    else items.at(-1)!.below.push(line);
  }
  return {
    block: {
      ...{ kind: 'list' as const, ordered, start: Number(listItem.exec(first)![1] ?? 1) },
      items: items.map(({ text, below }) => listItemOf(text, below, depth)),
    },
    lines: at,
  };
}

/** Lines that only go on with the item's sentence are part of it; the others are blocks below it. */
function listItemOf(text: string, below: readonly string[], depth: number): ListItem {
  const indent = Math.min(...below.filter((line) => line.trim() !== '').map(indentOf));
  const lines = below.map((line) => line.slice(Number.isFinite(indent) ? indent : 0));
  const words = countWhile(lines, (line) => line.trim() !== '' && !startsBlock.test(line));
  return {
    text: [text, ...lines.slice(0, words).map((line) => line.trim())].join(' '),
    blocks: blocksOf(lines.slice(words), depth + 1),
  };
}

function takeBlock(lines: readonly string[], depth: number): Taken {
  const [line = '', next] = lines;
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading !== null)
    return { block: { kind: 'heading', level: heading[1]!.length, text: heading[2]! }, lines: 1 };
  if (line.startsWith('```')) return takeCode(lines);
  if (/^\s*(?:---+|\*\*\*+)\s*$/.test(line)) return { block: { kind: 'rule' }, lines: 1 };
  if (line.includes('|') && isTableRule(next)) {
    const length = countWhile(lines, (each) => each.includes('|'));
    return {
      block: { kind: 'table', head: cells(line), rows: lines.slice(2, length).map(cells) },
      lines: length,
    };
  }
  if (depth < deepest && listItem.test(line)) return takeList(lines, depth);
  if (depth < deepest && quoted.test(line)) return takeQuote(lines, depth);
  const rest = countWhile(lines.slice(1), (each) => each.trim() !== '' && !startsBlock.test(each));
  return { block: { kind: 'paragraph', text: lines.slice(0, rest + 1).join(' ') }, lines: rest + 1 };
}

export const parseMarkdown = (markdown: string): Block[] =>
  blocksOf(markdown.replaceAll('\r\n', '\n').split('\n'), 0);

/** The blocks, with those of before that say the same, so that only what was written anew is drawn anew. */
export const keptBlocks = (before: readonly Block[], now: readonly Block[]): Block[] => {
  const shift = now.length - before.length;
  const isSame = (one: Block | undefined, other: Block) =>
    one !== undefined && JSON.stringify(one) === JSON.stringify(other);
  const firstChanged = now.findIndex((block, index) => !isSame(before[index], block));
  if (firstChanged === -1) return before.slice(0, now.length);
  // Beyond what was written, blocks are as they were, some places further on.
  return now.map((block, index) => {
    const was = before[index < firstChanged ? index : index - shift];
    return was !== undefined && isSame(was, block) ? was : block;
  });
};

function blocksOf(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at]!.trim() === '') {
      at += 1;
      continue;
    }
    const { block, lines: taken } = takeBlock(lines.slice(at), depth);
    blocks.push(block);
    at += taken;
  }
  return blocks;
}

/** An address of the application's own is a link also without a text; others are not followed, and stay text. */
const inlinePattern =
  /`([^`]+)`|\*\*(.+?)\*\*|~~(.+?)~~|(?<![\w*])[*_]([^*_\s][^*_]*?)[*_](?![\w*])|\[([^\]]+)\]\(([^)\s]+)\)|(modelyard:\/\/[^\s)\]>"'`]*[^\s)\]>"'`.,;:!?])/g;

/** The link that a paragraph consists of, if it is nothing else. */
export function onlyLink(text: string): Extract<Inline, { kind: 'link' }> | null {
  const [first, ...rest] = parseInline(text.trim());
  return first?.kind === 'link' && rest.length === 0 ? first : null;
}

export function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(inlinePattern)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    const [whole, code, strong, struck, emphasis, linkText, url, address] = match;
    if (code !== undefined) parts.push({ kind: 'code', text: code });
    else if (strong !== undefined) parts.push({ kind: 'strong', text: strong });
    else if (struck !== undefined) parts.push({ kind: 'struck', text: struck });
    else if (emphasis !== undefined) parts.push({ kind: 'emphasis', text: emphasis });
    else if (address !== undefined) parts.push({ kind: 'link', text: address, url: address });
    else parts.push({ kind: 'link', text: linkText!, url: url! });
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}
