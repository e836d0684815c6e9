/** The part of Markdown that model cards and READMEs use. Text stays text: nothing is ever taken as HTML. */
export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] }
  | { kind: 'table'; head: string[]; rows: string[][] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' };

export type Inline =
  | { kind: 'text' | 'strong' | 'emphasis' | 'code'; text: string }
  | { kind: 'link'; text: string; url: string };

const cells = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

const isTableRule = (line: string | undefined) => line !== undefined && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(line) && line.includes('|'); // biome-ignore format: one pattern
const listItem = /^\s*(?:[-*+]|(\d+)\.)\s+(.*)$/;
const startsBlock = /^(#{1,6}\s|```|\s*(?:[-*+]|\d+\.)\s|\s*\|)|^\s*(?:---+|\*\*\*+)\s*$/;

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

function takeBlock(lines: readonly string[]): Taken {
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
  const item = listItem.exec(line);
  if (item !== null) {
    const length = countWhile(lines, (each) => listItem.test(each));
    const items = lines.slice(0, length).map((each) => listItem.exec(each)![2]!);
    return { block: { kind: 'list', ordered: item[1] !== undefined, items }, lines: length };
  }
  const rest = countWhile(lines.slice(1), (each) => each.trim() !== '' && !startsBlock.test(each));
  return { block: { kind: 'paragraph', text: lines.slice(0, rest + 1).join(' ') }, lines: rest + 1 };
}

export function parseMarkdown(markdown: string): Block[] {
  const lines = markdown.replaceAll('\r\n', '\n').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at]!.trim() === '') {
      at += 1;
      continue;
    }
    const { block, lines: taken } = takeBlock(lines.slice(at));
    blocks.push(block);
    at += taken;
  }
  return blocks;
}

/** An address of the application's own is a link also without a text; others are not followed, and stay text. */
const inlinePattern =
  /`([^`]+)`|\*\*(.+?)\*\*|(?<![\w*])[*_]([^*_\s][^*_]*?)[*_](?![\w*])|\[([^\]]+)\]\(([^)\s]+)\)|(modelyard:\/\/[^\s)\]>"'`]*[^\s)\]>"'`.,;:!?])/g;

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
    const [whole, code, strong, emphasis, linkText, url, address] = match;
    if (code !== undefined) parts.push({ kind: 'code', text: code });
    else if (strong !== undefined) parts.push({ kind: 'strong', text: strong });
    else if (emphasis !== undefined) parts.push({ kind: 'emphasis', text: emphasis });
    else if (address !== undefined) parts.push({ kind: 'link', text: address, url: address });
    else parts.push({ kind: 'link', text: linkText!, url: url! });
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}
