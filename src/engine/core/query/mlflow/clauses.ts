import { type Node, nodesOf } from './nodes.ts';
import { excerpt, refused } from './refusal.ts';

/** `left comparator right`; `right` is null of IS NULL and IS NOT NULL. */
export interface Clause {
  readonly left: Node;
  /** In capital letters, one space between words. */
  readonly comparator: string;
  readonly right: Node | null;
}

export const pythonText = (text: string): string => {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return mark + escaped.replaceAll(mark, `\\${mark}`) + mark;
};

/**
 * The clauses of a filter, which only AND joins; as in MLflow, an AND may also be missing, doubled or left over at either end. `quoted`
 * tells whether the error puts what it does not understand in quotes, which differs between MLflow's searches.
 */
export const clausesOf = (filter: string, { quoted }: { quoted: boolean }): Clause[] => {
  if (filter === '') return [];
  if (filter.trim() === '') throw refused(`Invalid filter '${filter}'. Could not be parsed.`);
  const nodes = nodesOf(filter);
  if (hasSeveralStatements(nodes))
    throw refused(
      `Search filter contained multiple expression ${pythonText(excerpt(filter))}. Provide AND-ed expression list.`,
    );
  const { clauses, rest } = readClauses(nodes);
  if (rest.length === 0) return clauses;
  const texts = rest.map(({ text }) => (quoted ? `'${text}'` : text));
  throw refused(`Invalid clause(s) in filter string: ${texts.join(', ')}`);
};

const hasSeveralStatements = (nodes: readonly Node[]): boolean => {
  const end = nodes.findIndex(({ kind, text }) => kind === 'punctuation' && text === ';');
  return end !== -1 && end < nodes.length - 1;
};

const readClauses = (nodes: readonly Node[]) => {
  const clauses: Clause[] = [];
  const rest: Node[] = [];
  let index = 0;
  // To SQL, a name right after a value is the value's alias, so IN and IS after it belong to nothing.
  let isAfterValue = false;
  while (index < nodes.length) {
    const found = clauseAt(nodes, index);
    if (found === null || (isAfterValue && !found.isComparison)) {
      if (!isKeyword(nodes[index], 'AND')) rest.push(nodes[index]!);
      isAfterValue = false;
      index += 1;
      continue;
    }
    clauses.push(found.clause);
    isAfterValue = found.clause.right !== null;
    index += found.length;
  }
  return { clauses, rest };
};

const isKeyword = (node: Node | undefined, word: string): boolean =>
  node?.kind === 'keyword' && node.text.toUpperCase() === word;

const isOperand = (node: Node | undefined): node is Node =>
  node !== undefined &&
  (['identifier', 'integer', 'float', 'string', 'group'].includes(node.kind) || isKeyword(node, 'NULL'));

interface Found {
  readonly clause: Clause;
  readonly length: number;
  readonly isComparison: boolean;
}

const clauseAt = (nodes: readonly Node[], index: number): Found | null => {
  const [left, second, third, fourth] = nodes.slice(index, index + 4);
  if (!isOperand(left)) return null;
  if (second?.kind === 'comparison' && isOperand(third)) {
    const comparator = second.text.toUpperCase().replace(/\s+/g, ' ');
    return { clause: { left, comparator, right: third }, length: 3, isComparison: true };
  }
  if (left.kind !== 'identifier') return null;
  const found = (comparator: string, right: Node | null, length: number): Found => ({
    clause: { left, comparator, right },
    length,
    isComparison: false,
  });
  if (isKeyword(second, 'IN') && third?.kind === 'group') return found('IN', third, 3);
  if (isKeyword(second, 'IS') && isKeyword(third, 'NULL')) return found('IS NULL', null, 3);
  if (isKeyword(second, 'IS') && isKeyword(third, 'NOT NULL')) return found('IS NOT NULL', null, 3);
  if (isKeyword(second, 'NOT') && isKeyword(third, 'IN') && fourth?.kind === 'group')
    return found('NOT IN', fourth, 4);
  return null;
};
