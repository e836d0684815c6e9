import { EngineError } from '../../shared/errors.ts';
import type { ValueColumn } from './query-condition.ts';

/** Where an attribute lies that a filter or an order names. Error `invalid-input`, naming those that there are. */
export const attributeColumn = (
  columns: Readonly<Record<string, ValueColumn>>,
  name: string,
): ValueColumn => {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column !== undefined) return column;
  throw new EngineError(
    'invalid-input',
    `Invalid attribute key '${name}' specified. Valid keys are '${Object.keys(columns).join(', ')}'`,
    { details: { key: name } },
  );
};
