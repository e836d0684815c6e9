import type { PlainLiteral, ResolvedExpression } from '../../../../shared/query/ast.ts';
import { type Clause, clausesOf, pythonText } from './clauses.ts';
import { allOf, conditionOf, pythonSet, rejectStrayList } from './conditions.ts';
import { excerpt, refused } from './refusal.ts';
import { number, text, textList, withoutQuotes } from './values.ts';

const entities = { attributes: 'attribute', metrics: 'metric', params: 'parameter', tags: 'tag' } as const;

const words = { attribute: 'attributes', metric: 'metrics', parameter: 'params', tag: 'tags' } as const;

const aliases: Readonly<Record<string, string>> = { creation_time: 'creation_timestamp' };
const times = ['creation_timestamp', 'last_updated_timestamp'];
export const loggedModelFacts = ['name', 'model_id', 'model_type', 'status', 'source_run_id', ...times];

const numberOperators = ['<', '<=', '>', '>=', '=', '!='];
const textOperators = ['=', '!=', 'LIKE', 'ILIKE', 'IN', 'NOT IN'];

/** What `logged-models/search` accepts as `filter`; the facts are `loggedModelFacts`, statuses in capital letters. */
export const readLoggedModelFilter = (filter: string): ResolvedExpression | null =>
  allOf(readClauses(filter).map(toCondition));

/** This search has a reader of its own in MLflow, with other words for what it does not understand. */
const readClauses = (filter: string): Clause[] => {
  try {
    return clausesOf(filter, { quoted: false });
  } catch {
    const isSingle = filter.trim() !== '' && !/;\s*\S/.test(filter);
    const expected = isSingle
      ? "a list of comparisons separated by 'AND' (e.g. 'metrics.loss > 0.1 AND params.lr = 0.01')"
      : 'a single SQL expression';
    throw refused(`Invalid filter string: ${pythonText(excerpt(filter))}. Expected ${expected}.`);
  }
};

const toCondition = (clause: Clause): ResolvedExpression => {
  const { left, comparator, right } = clause;
  if (right === null)
    throw refused(`Invalid comparison: ${left.text} ${comparator}. Expected a comparison with 3 tokens.`);
  const { entity, name } = readIdentifier(left.text);
  const isNumeric = entity === 'metric' || (entity === 'attribute' && times.includes(name));
  const operators = isNumeric ? numberOperators : textOperators;
  if (!operators.includes(comparator))
    throw refused(
      `Invalid comparison operator for ${words[entity]}.${name}: '${comparator}'. Expected one of (${operators.map((each) => `'${each}'`).join(', ')}).`,
    );
  rejectStrayList({ comparator, isList: right.kind === 'group' });
  const values = isNumeric ? [readNumber(right.text)] : readTexts(right);
  if (entity === 'attribute') checkFact(name);
  return conditionOf({ entity, name }, comparator, values);
};

const readIdentifier = (written: string) => {
  const [, word, key] = /^([a-z]+)\.(.+)$/s.exec(written) ?? [];
  if (word === undefined || key === undefined) {
    const name = bare(written);
    return { entity: 'attribute' as const, name: aliases[name] ?? name };
  }
  if (!Object.hasOwn(entities, word))
    throw refused(
      `Invalid entity type: '${word}'. Expected one of ['attributes', 'metrics', 'params', 'tags'].`,
    );
  return { entity: entities[word as keyof typeof entities], name: bare(key) };
};

/** Without the backticks around it. */
const bare = (written: string): string => written.replace(/^`+|(?<!`)`+$/g, '');

/** MLflow answers 500 here; it is the client's mistake. */
const readNumber = (written: string): PlainLiteral => {
  const value = written.trim() === '' ? Number.NaN : Number(written);
  if (Number.isNaN(value)) throw refused(`Expected a numeric value. Found ${written}`);
  return number(value);
};

/** Without quotes a value is the text it is: `params.lr = 0.01` compares with '0.01'. Only here a list may be empty. */
const readTexts = (node: NonNullable<Clause['right']>): PlainLiteral[] => {
  if (node.kind !== 'group') return [text(withoutQuotes(node.text))];
  return /^\(\s*\)$/.test(node.text) ? [] : textList(node);
};

const checkFact = (name: string): void => {
  if (!loggedModelFacts.includes(name))
    throw refused(
      `Invalid attribute key '${name}' specified. Valid keys are '${pythonSet(loggedModelFacts)}'`,
    );
};
