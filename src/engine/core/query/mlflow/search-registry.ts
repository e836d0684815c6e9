import type { PlainLiteral, ResolvedExpression } from '../../../../shared/query/ast.ts';
import { type Clause, clausesOf } from './clauses.ts';
import { allOf, conditionOf, rejectStrayList } from './conditions.ts';
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

/** What differs between the two searches of the registry. */
interface Search {
  readonly noun: string;
  readonly facts: readonly string[];
  /** Facts that IN takes. */
  readonly listed: readonly string[];
}

const registeredModels: Search = { noun: 'registered model', facts: ['name'], listed: ['name'] };
const modelVersions: Search = {
  noun: 'model version',
  facts: ['name', 'version_number', 'run_id', 'source_path'],
  listed: ['name', 'run_id'],
};

/** What `registered-models/search` accepts as `filter`; the one fact is `name`. Prompts are left out unless the filter asks for them. */
export const readRegisteredModelFilter = (filter: string): ResolvedExpression =>
  readFilter(filter, registeredModels);

/** What `model-versions/search` accepts as `filter`; facts are `name`, `version_number`, `run_id`, `source_path`. Prompts likewise. */
export const readModelVersionFilter = (filter: string): ResolvedExpression =>
  readFilter(filter, modelVersions);

const readFilter = (filter: string, search: Search): ResolvedExpression => {
  const clauses = clausesOf(filter, { quoted: false }).map((clause) => readClause(clause, search));
  const conditions = clauses.map((clause) => toCondition(clause));
  const asksForPrompts = clauses.find(isAboutPrompts);
  if (asksForPrompts !== undefined && wantsPrompts(asksForPrompts)) return all(conditions);
  return all([...conditions.filter((_, index) => !isAboutPrompts(clauses[index]!)), isNoPrompt]);
};

const all = (conditions: readonly ResolvedExpression[]): ResolvedExpression =>
  allOf(conditions) ?? isNoPrompt;

/**
 * MLflow keeps prompts as registered models with a tag, and models do not have that tag; so what a filter says of the tag counts only
 * when it asks for prompts.
 */
const promptTag = { entity: 'tag', name: 'mlflow.prompt.is_prompt' } as const;
const isNoPrompt: ResolvedExpression = {
  kind: 'not',
  operand: { kind: 'compare', key: promptTag, comparator: '=', value: { kind: 'text', value: 'true' } },
};
const isAboutPrompts = ({ entity, name }: ReadClause): boolean => entity === 'tag' && name === promptTag.name;
const wantsPrompts = ({ comparator, values }: ReadClause): boolean => {
  const value = String(values[0]?.value).toLowerCase();
  return (comparator === '=' && value === 'true') || (comparator === '!=' && value === 'false');
};

const readClause = (clause: Clause, search: Search): ReadClause => {
  rejectOtherLeft(clause);
  const { left, comparator, right } = clause;
  if (right === null) throw refused(`IS NULL / IS NOT NULL is not supported for ${search.noun} search.`);
  const field = readField(left.text, {
    validNames: search.facts,
    entityWords: ['attribute', 'tag', 'tags'],
    mayQuoteNames: false,
  });
  return { ...field, comparator, values: readValues(field, right, search), isList: right.kind === 'group' };
};

const readValues = ({ entity, name }: Field, node: Node, { listed }: Search): PlainLiteral[] => {
  if (isText(node)) return [quotedText(node)];
  if (entity === 'tag')
    throw refused(`Expected a quoted string value for tag (e.g. 'my-value'). Got value ${node.text}`);
  if (node.kind === 'group') {
    if (listed.includes(name)) return textList(node);
    const names = listed.map((each) => `'${each}'`).join(', ');
    throw refused(`Only [${names}] attributes support comparison with a list of quoted string values.`);
  }
  if (isNumber(node) && name === 'version_number') return [number(wholeNumber(name, node.text))];
  throw refused(
    `Expected a quoted string value or a list of quoted string values for attributes. Got value ${node.text}`,
  );
};

const toCondition = (clause: ReadClause): ResolvedExpression => {
  const { entity, name, comparator, values } = clause;
  if (entity === 'tag' && !textComparators.includes(comparator))
    throw refused(`Invalid comparator for tag: ${comparator}`);
  if (name === 'version_number' && entity === 'attribute') {
    if (!numberComparators.includes(comparator))
      throw refused(`Invalid comparator for attribute version_number: ${comparator}`);
    const version = wholeNumber(name, String(values[0]?.value), { isText: values[0]?.kind === 'text' });
    return conditionOf({ entity, name }, comparator, [number(version)]);
  }
  if (!listComparators.includes(comparator)) throw refused(`Invalid comparator for attribute: ${comparator}`);
  rejectStrayList(clause);
  return conditionOf({ entity, name }, comparator, values);
};
