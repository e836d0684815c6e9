import type { Key, PlainLiteral, ResolvedExpression } from '../../../../shared/query/ast.ts';
import { likePattern } from '../../../../shared/query/literals.ts';
import { type Clause, clausesOf } from './clauses.ts';
import { allOf, conditionOf, pythonSet, rejectStrayList } from './conditions.ts';
import type { Node } from './nodes.ts';
import { refused } from './refusal.ts';
import {
  isNumber,
  isText,
  number,
  quotedText,
  text,
  textList,
  withoutBackticks,
  withoutQuotes,
} from './values.ts';

const entities = {
  metric: 'metric',
  metrics: 'metric',
  parameter: 'parameter',
  parameters: 'parameter',
  param: 'parameter',
  params: 'parameter',
  tag: 'tag',
  tags: 'tag',
  attribute: 'attribute',
  attributes: 'attribute',
  attr: 'attribute',
  run: 'attribute',
  dataset: 'dataset',
  datasets: 'dataset',
} as const;

type RunEntity = (typeof entities)[keyof typeof entities];

/** MLflow's names of a run's facts, and ours. */
const facts = {
  run_id: 'run_id',
  run_name: 'name',
  'run name': 'name',
  'Run name': 'name',
  'Run Name': 'name',
  user_id: 'user',
  status: 'status',
  artifact_uri: 'artifact_uri',
  start_time: 'start_time',
  end_time: 'end_time',
  created: 'start_time',
  Created: 'start_time',
} as const;

export const searchableFacts = Object.keys(facts);
const orderableFacts = searchableFacts.filter((name) => !/run name/i.test(name));
const numericFacts = new Set(['start_time', 'end_time', 'created', 'Created']);
const datasetFacts = ['name', 'digest', 'context'];

const numeric = ['>', '>=', '!=', '=', '<', '<='];
const nullable = ['!=', '=', 'LIKE', 'ILIKE', 'IS NULL', 'IS NOT NULL'];
const listable = ['!=', '=', 'LIKE', 'ILIKE', 'IN', 'NOT IN'];

/** An identifier as MLflow reads it: the name before the first dot is the entity. */
interface Identifier {
  readonly entity: RunEntity;
  readonly name: string;
}

/**
 * What `runs/search` of MLflow accepts as `filter_string`, as an expression ready for the store; null of an empty filter. Error
 * `invalid-input` with MLflow's words for everything that MLflow refuses, and for what only fails in its database.
 */
export const readRunFilter = (filter: string): ResolvedExpression | null => {
  const read = clausesOf(filter, { quoted: true }).map(readClause);
  return allOf(read.map(toCondition));
};

/** `metrics.auc DESC` of `order_by`. */
export const readRunOrder = (written: string): Identifier => {
  const identifier = readIdentifier(written, orderableFacts);
  if (identifier.entity === 'dataset') throw refused("Invalid identifier type 'dataset'");
  return identifier.entity === 'attribute'
    ? { ...identifier, name: facts[identifier.name as keyof typeof facts] }
    : identifier;
};

interface ReadClause extends Identifier {
  readonly comparator: string;
  readonly values: readonly PlainLiteral[];
  /** Written in parentheses. */
  readonly isList: boolean;
}

const readClause = ({ left, comparator, right }: Clause): ReadClause => {
  if (left.kind !== 'identifier')
    throw refused(`Invalid comparison clause. Expected 'Identifier' found '${left.text}'`);
  const identifier = readIdentifier(left.text, searchableFacts);
  if (right !== null) {
    const values = readValues(identifier, right);
    return { ...identifier, comparator, values, isList: right.kind === 'group' };
  }
  if (identifier.entity === 'tag' || identifier.entity === 'parameter')
    return { ...identifier, comparator, values: [], isList: false };
  throw refused(
    `IS NULL / IS NOT NULL is only supported for tags and params, not for '${identifier.entity}' '${identifier.name}'`,
  );
};

const readIdentifier = (written: string, validFacts: readonly string[]): Identifier => {
  const dot = written.indexOf('.');
  const entity = dot === -1 ? 'attribute' : entityOf(withoutBackticks(written.slice(0, dot)));
  const name = withoutBackticks(withoutQuotes(written.slice(dot + 1)));
  if (entity === 'attribute' && !validFacts.includes(name))
    throw refused(`Invalid attribute key '${name}' specified. Valid keys are '${pythonSet(validFacts)}'`);
  if (entity === 'dataset' && !datasetFacts.includes(name))
    throw refused(`Invalid dataset key '${name}' specified. Valid keys are '${pythonSet(datasetFacts)}'`);
  return { entity, name };
};

const entityOf = (word: string): RunEntity => {
  if (Object.hasOwn(entities, word)) return entities[word as keyof typeof entities];
  throw refused(
    `Invalid entity type '${word}'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']`,
  );
};

const readValues = ({ entity, name }: Identifier, node: Node): PlainLiteral[] => {
  switch (entity) {
    case 'metric':
      if (isNumber(node)) return [number(Number(node.text))];
      throw refused(`Expected numeric value type for metric. Found ${node.text}`);
    case 'parameter':
    case 'tag':
      if (isText(node)) return [quotedText(node)];
      throw refused(`Expected a quoted string value for ${entity} (e.g. 'my-value'). Got value ${node.text}`);
    case 'attribute':
      return readFactValues(name, node);
    case 'dataset':
      if (node.kind === 'group') return textList(node);
      if (isText(node)) return [quotedText(node)];
      throw refused(`Expected a quoted string value for dataset attributes. Got value ${node.text}`);
  }
};

const readFactValues = (name: string, node: Node): PlainLiteral[] => {
  if (numericFacts.has(name)) {
    if (isNumber(node)) return [number(Number(node.text))];
    throw refused(`Expected numeric value type for numeric attribute: ${name}. Found ${node.text}`);
  }
  if (isText(node)) return [quotedText(node)];
  if (node.kind !== 'group')
    throw refused(`Expected a quoted string value for attributes. Got value ${node.text}`);
  if (name === 'run_id') return textList(node);
  throw refused(`Only ['run_id'] attributes support comparison with a list of quoted string values.`);
};

const fitting = ({ entity, name }: Identifier): { comparators: readonly string[]; end: string } => {
  if (entity === 'metric') return { comparators: numeric, end: '' };
  if (entity === 'parameter') return { comparators: nullable, end: "'" };
  if (entity === 'tag') return { comparators: nullable, end: '' };
  if (entity === 'dataset') return { comparators: listable, end: '' };
  return numericFacts.has(name) ? { comparators: numeric, end: '' } : { comparators: listable, end: "'" };
};

const toCondition = (clause: ReadClause): ResolvedExpression => {
  const { entity, name, comparator, values } = clause;
  const { comparators, end } = fitting(clause);
  if (!comparators.includes(comparator))
    throw refused(`Invalid comparator '${comparator}' not one of '${pythonSet(comparators)}${end}`);
  rejectStrayList(clause);
  if (entity !== 'attribute') return conditionOf({ entity, name }, comparator, values);
  const key: Key = { entity, name: facts[name as keyof typeof facts] };
  return name === 'status' ? statusCondition(key, comparator, values) : conditionOf(key, comparator, values);
};

const statuses = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'];

/** MLflow minds the case of a status, we do not; so the list of those that it would find is asked for instead. */
const statusCondition = (
  key: Key,
  comparator: string,
  values: readonly PlainLiteral[],
): ResolvedExpression => {
  const wanted = String(values[0]?.value);
  const found = statuses.filter((status) => {
    if (comparator === '=') return status === wanted;
    if (comparator === '!=') return status !== wanted;
    return comparator === 'LIKE'
      ? likePattern(wanted).test(status)
      : likePattern(wanted.toUpperCase()).test(status);
  });
  return { kind: 'in', key, values: found.map((status) => text(status.toLowerCase())) };
};
