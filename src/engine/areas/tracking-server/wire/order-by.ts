import { invalid } from './tracking-error.ts';

/**
 * The terms of an `order_by` over named columns, as SQL; empty for none. Error `INVALID_PARAMETER_VALUE`: an unknown or repeated key,
 * and what is no term.
 */
export const readOrder = (
  clauses: readonly string[],
  columns: Readonly<Record<string, string>>,
): readonly string[] => {
  const keys = clauses.map((clause) => {
    const match = /^\s*(?:attributes?\.)?["`]?(\w+)["`]?(?:\s+(asc|desc))?\s*$/i.exec(clause);
    if (match === null) throw invalid(`Invalid order_by clause '${clause}'. Could not be parsed.`);
    return { key: match[1]!, direction: match[2]?.toUpperCase() ?? 'ASC' };
  });
  const terms = keys.map(({ key, direction }) => {
    const column = Object.hasOwn(columns, key) ? columns[key] : undefined;
    if (column === undefined)
      throw invalid(
        `Invalid order by key '${key}' specified. Valid keys are '${Object.keys(columns).join(', ')}'`,
      );
    return { column, direction };
  });
  if (new Set(terms.map(({ column }) => column)).size < terms.length)
    throw invalid(`\`order_by\` contains duplicate fields: ${clauses.join(', ')}`);
  return terms.map(({ column, direction }) => `${column} ${direction}`);
};
