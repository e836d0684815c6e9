import type { PlainLiteral, ResolvedExpression } from '../../../../shared/query/ast.ts';
import { type Clause, clausesOf, pythonText } from './clauses.ts';
import { allOf, conditionOf, pythonSet, rejectStrayList } from './conditions.ts';
import {
  type Field,
  listComparators,
  numberComparators,
  type ReadClause,
  readField,
  rejectOtherLeft,
  textComparators,
  wholeNumber,
} from './entity-fields.ts';
import type { Node } from './nodes.ts';
import { refused } from './refusal.ts';
import { isNumber, isText, number, quotedText, textList } from './values.ts';

export const experimentFacts = ['name', 'experiment_id', 'creation_time', 'last_update_time'];
const times = ['creation_time', 'last_update_time'];

export const experimentField = (written: string): Field =>
  readField(written, {
    validNames: experimentFacts,
    entityWords: ['attribute', 'attributes', 'tag', 'tags'],
    mayQuoteNames: true,
  });

/** What `experiments/search` accepts as `filter`. Facts are `name`, `experiment_id` (a number), `creation_time`, `last_update_time`. */
export const readExperimentFilter = (filter: string): ResolvedExpression | null =>
  allOf(clausesOf(filter, { quoted: false }).map(readClause).map(toCondition));

const readClause = (clause: Clause): ReadClause => {
  rejectOtherLeft(clause);
  const { left, comparator, right } = clause;
  const field = experimentField(left.text);
  if (right !== null)
    return { ...field, comparator, values: readValues(field, right), isList: right.kind === 'group' };
  if (field.entity === 'tag') return { ...field, comparator, values: [], isList: false };
  throw refused(`IS NULL / IS NOT NULL is only supported for tags, not for attribute '${field.name}'`);
};

const readValues = ({ entity, name }: Field, node: Node): PlainLiteral[] => {
  if (entity === 'tag') {
    if (isText(node)) return [quotedText(node)];
    throw refused(`Expected a quoted string value for tag (e.g. 'my-value'). Got value ${node.text}`);
  }
  if (times.includes(name)) {
    if (!isNumber(node))
      throw refused(`Expected numeric value type for numeric attribute: ${name}. Found ${node.text}`);
    return [number(wholeNumber(name, node.text))];
  }
  if (isText(node)) return [quotedText(node)];
  if (node.kind !== 'group')
    throw refused(`Expected a quoted string value for attributes. Got value ${node.text}`);
  if (name === 'experiment_id') return textList(node);
  throw refused("Only ['experiment_id'] attributes support comparison with a list of quoted string values.");
};

const toCondition = (clause: ReadClause): ResolvedExpression => {
  const { entity, name, comparator, values } = clause;
  if (entity === 'tag') {
    if (![...textComparators, 'IS NULL', 'IS NOT NULL'].includes(comparator))
      throw refused(`Invalid comparator for tag: ${comparator}`);
    return conditionOf({ entity, name }, comparator, values);
  }
  const fitting = times.includes(name) ? numberComparators : listComparators;
  if (
    name === 'experiment_id'
      ? !['=', '!=', 'IN', 'NOT IN'].includes(comparator)
      : !fitting.includes(comparator)
  )
    throw refused(
      name === 'experiment_id'
        ? `Invalid comparator for experiment_id: ${comparator}`
        : `Invalid comparator '${comparator}' not one of '${pythonSet(fitting)}'`,
    );
  rejectStrayList(clause);
  return conditionOf({ entity, name }, comparator, name === 'experiment_id' ? values.map(asId) : values);
};

const asId = ({ value }: PlainLiteral): PlainLiteral => {
  const written = String(value);
  if (/^\s*[-+]?\d+\s*$/.test(written)) return number(Number(written));
  throw refused(`Invalid experiment ID ${pythonText(written)}. Experiment ID must be a valid integer.`);
};
