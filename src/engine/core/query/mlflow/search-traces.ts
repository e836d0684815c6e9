import type { Key, PlainLiteral, ResolvedExpression } from '../../../../shared/query/ast.ts';
import { type Clause, clausesOf } from './clauses.ts';
import { allOf, conditionOf, pythonSet } from './conditions.ts';
import { type Field, rejectOtherLeft } from './entity-fields.ts';
import { refused } from './refusal.ts';
import { isNumber, isText, number, quotedText, textList, withoutBackticks, withoutQuotes } from './values.ts';

const aliases: Readonly<Record<string, string>> = {
  timestamp: 'timestamp_ms',
  execution_time: 'execution_time_ms',
  end_time: 'end_time_ms',
  trace_id: 'request_id',
};
const numbers = ['timestamp_ms', 'execution_time_ms', 'end_time_ms'];
const texts = ['request_id', 'client_request_id', 'status', 'name', 'run_id', 'text'];
/** What MLflow keeps as a tag and as metadata. */
const mayBeAbsent = ['name', 'run_id'];
const entityWords = [
  ...['attribute', 'attributes', 'expectation', 'feedback', 'metadata', 'request_metadata', 'span'],
  ...['tag', 'tags', 'trace'],
];
const spanTexts = ['name', 'type', 'status', 'content'];

const numberComparators = ['=', '!=', '<', '<=', '>', '>='];
const textComparators = ['=', '!=', 'LIKE', 'ILIKE', 'RLIKE', 'IN', 'NOT IN'];
const presence = ['IS NULL', 'IS NOT NULL'];

/**
 * What `traces/search` accepts as `filter`. Tags are tags; all else are attributes of these names: the facts as such, `metadata.KEY`,
 * `span.name` (type, status, content), `span.attributes.KEY`, `feedback.NAME`, `expectation.NAME`.
 */
export const readTraceFilter = (filter: string): ResolvedExpression | null =>
  allOf(clausesOf(filter, { quoted: true }).map(toCondition));

const toCondition = (clause: Clause): ResolvedExpression => {
  rejectOtherLeft(clause);
  const { left, comparator, right } = clause;
  const { key, accepted } = readKey(left.text);
  if (!accepted.includes(comparator))
    throw refused(`Invalid comparator '${comparator}' not one of '${pythonSet(accepted)}'`);
  return conditionOf(key, comparator, right === null ? [] : readValues(key, right, comparator));
};

const readValues = (key: Key, node: NonNullable<Clause['right']>, comparator: string): PlainLiteral[] => {
  if (node.kind === 'group') {
    if (comparator === 'IN' || comparator === 'NOT IN') return textList(node);
    throw refused(`Comparator '${comparator}' takes a single value, not a list of values.`);
  }
  const isNumeric = numbers.includes(key.name) || isAssessment(key.name);
  if (isNumber(node) && isNumeric) return [number(Number(node.text))];
  if (numbers.includes(key.name))
    throw refused(`Expected numeric value type for ${key.name}. Found ${node.text}`);
  if (isText(node)) return [isBoolean(node.text) ? { kind: 'text', value: node.text } : quotedText(node)];
  throw refused(`Expected a quoted string value for ${key.name}. Got value ${node.text}`);
};

const isBoolean = (written: string): boolean => written === 'true' || written === 'false';
const isAssessment = (name: string): boolean => /^(feedback|expectation)\./.test(name);

interface ReadKey {
  readonly key: Key;
  readonly accepted: readonly string[];
}

const attribute = (name: string, accepted: readonly string[]): ReadKey => ({
  key: { entity: 'attribute', name },
  accepted,
});

const readKey = (written: string): ReadKey => {
  const [, word, rest] = /^([a-z_]+)\s*\.\s*(.+)$/s.exec(written) ?? [undefined, 'attributes', written];
  const name = withoutBackticks(withoutQuotes(rest ?? ''));
  switch (word) {
    case 'tag':
    case 'tags':
      return { key: { entity: 'tag', name }, accepted: [...textComparators, ...presence] };
    case 'metadata':
    case 'request_metadata':
      return attribute(`metadata.${name}`, [...textComparators, ...presence]);
    case 'feedback':
    case 'expectation':
      return attribute(`${word}.${name}`, [...numberComparators, 'LIKE', 'ILIKE', 'RLIKE', ...presence]);
    case 'span':
      return readSpanKey(name);
    case 'attribute':
    case 'attributes':
    case 'trace':
      return readFact(name);
    default:
      throw refused(`Invalid entity type '${word}'. Valid values are ${pythonSet(entityWords)}`);
  }
};

const readSpanKey = (name: string): ReadKey => {
  const key = /^attributes\.(.+)$/s.exec(name)?.[1];
  if (key !== undefined)
    return attribute(`span.attributes.${withoutBackticks(withoutQuotes(key))}`, textComparators);
  if (spanTexts.includes(name)) return attribute(`span.${name}`, textComparators);
  throw refused(
    `Invalid span attribute '${name}'. Valid ones are '${pythonSet(spanTexts)}' and 'attributes.KEY'.`,
  );
};

const readFact = (given: string): ReadKey => {
  const name = aliases[given] ?? given;
  if (numbers.includes(name)) return attribute(name, numberComparators);
  if (texts.includes(name))
    return attribute(name, mayBeAbsent.includes(name) ? [...textComparators, ...presence] : textComparators);
  throw refused(
    `Invalid attribute key '${given}' specified. Valid keys are '${pythonSet([...numbers, ...texts])}'`,
  );
};

const orderable = [...numbers, 'status', 'request_id', 'name', 'run_id', 'experiment_id'];

/** A fact that `order_by` of `traces/search` takes, a tag, or `metadata.KEY`. */
export const traceOrderField = (written: string): Field => {
  const [, word = '', key = ''] = /^(tags?|metadata|request_metadata)\.(.+)$/s.exec(written) ?? [];
  const keyed = withoutBackticks(withoutQuotes(key));
  if (word.startsWith('tag')) return { entity: 'tag', name: keyed };
  if (word !== '') return { entity: 'attribute', name: `metadata.${keyed}` };
  const given = /^(?:attributes?|trace)\.(.+)$/s.exec(written)?.[1] ?? written;
  const name = aliases[given] ?? given;
  if (orderable.includes(name)) return { entity: 'attribute', name };
  throw refused(`Invalid order_by key '${given}' specified. Valid keys are '${pythonSet(orderable)}'`);
};
