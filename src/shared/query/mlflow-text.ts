import type { Expression, Key, Literal } from './ast.ts';

/**
 * The same filter in the language of MLflow's `search_runs`; null where it says more than MLflow can: OR, NOT, other values of a history
 * than the latest, numbers of parameters. `null` given means no filter, which is the empty text.
 */
export function mlflowText(expression: Expression | null): string | null {
  if (expression === null) return '';
  if (expression.kind !== 'and') return condition(expression);
  const parts = expression.operands.map(condition);
  return parts.includes(null) ? null : parts.join(' AND ');
}

const words = {
  '=': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  like: 'LIKE',
  ilike: 'ILIKE',
} as const;
const ofTexts = ['=', '!=', 'like', 'ilike'];
/** Facts that MLflow knows too, by its names. */
const texts: Readonly<Record<string, string>> = {
  ...{ name: 'run_name', run_id: 'run_id', user: 'user_id', artifact_uri: 'artifact_uri' },
};

function condition(expression: Expression): string | null {
  if (expression.kind !== 'compare') return null;
  const { key, comparator, value } = expression;
  const word = comparator === 'regex' ? undefined : words[comparator];
  if (word === undefined || key.aggregate !== undefined) return null;
  const isOfTexts = ofTexts.includes(comparator);
  if (key.entity === 'metric') {
    const isNumber = value.kind === 'number' && Number.isFinite(value.value);
    return isNumber && !['like', 'ilike'].includes(comparator)
      ? `${named('metrics', key)} ${word} ${value.value}`
      : null;
  }
  const text = value.kind === 'text' ? quoted(value) : null;
  if (text === null || !isOfTexts) return null;
  if (key.entity === 'parameter') return `${named('params', key)} ${word} ${text}`;
  if (key.entity === 'tag') return `${named('tags', key)} ${word} ${text}`;
  const fact = key.entity === 'attribute' ? texts[key.name] : undefined;
  return fact === undefined ? null : `attributes.${fact} ${word} ${text}`;
}

const named = (prefix: string, { name }: Key): string => `${prefix}.\`${name}\``;

/** MLflow has no way to write a quote within the same quotes. */
function quoted(literal: Literal): string | null {
  const { value } = literal;
  if (typeof value !== 'string' || (value.includes("'") && value.includes('"'))) return null;
  return value.includes("'") ? `"${value}"` : `'${value}'`;
}
