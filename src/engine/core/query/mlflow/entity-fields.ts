import type { PlainLiteral } from '../../../../shared/query/ast.ts';
import { type Clause, pythonText } from './clauses.ts';
import { pythonSet } from './conditions.ts';
import { refused } from './refusal.ts';
import { withoutBackticks, withoutQuotes } from './values.ts';

/** A tag or a fact of an experiment, a registered model or a model version. */
export interface Field {
  readonly entity: 'tag' | 'attribute';
  readonly name: string;
}

/** A clause that has been read, before its comparator is judged: MLflow reads all clauses first. */
export interface ReadClause extends Field {
  readonly comparator: string;
  readonly values: readonly PlainLiteral[];
  readonly isList: boolean;
}

interface FieldRules {
  readonly validNames: readonly string[];
  readonly entityWords: readonly string[];
  /** Where a fact's name may stand in backticks or quotes. */
  readonly mayQuoteNames: boolean;
}

export const readField = (written: string, rules: FieldRules): Field => {
  const dot = written.indexOf('.');
  const word = dot === -1 ? 'attribute' : written.slice(0, dot);
  if (!rules.entityWords.includes(word))
    throw refused(
      `Invalid entity type '${word}'. Valid entity types are (${rules.entityWords.map((each) => `'${each}'`).join(', ')})`,
    );
  const entity = word.startsWith('tag') ? 'tag' : 'attribute';
  const name = written.slice(dot + 1);
  const bare = withoutBackticks(withoutQuotes(name));
  const judged = rules.mayQuoteNames ? bare : name;
  if (entity === 'attribute' && !rules.validNames.includes(judged))
    throw refused(
      `Invalid attribute key '${judged}' specified. Valid keys are '${pythonSet(rules.validNames)}'`,
    );
  return { entity, name: bare };
};

export const rejectOtherLeft = ({ left }: Clause): void => {
  if (left.kind !== 'identifier')
    throw refused(`Invalid comparison clause. Expected 'Identifier' found '${left.text}'`);
};

/** Whole numbers only: the database columns are integers. `isText` says that it was written in quotes. */
export const wholeNumber = (name: string, written: string, { isText = false } = {}): number => {
  if (/^-?\d+$/.test(written)) return Number(written);
  throw refused(`Invalid value for numeric attribute '${name}': ${isText ? pythonText(written) : written}`);
};

export const textComparators = ['!=', '=', 'LIKE', 'ILIKE'];
export const listComparators = [...textComparators, 'IN', 'NOT IN'];
export const numberComparators = ['>', '>=', '!=', '=', '<', '<='];
