import type { DataType } from '../../../../shared/model/dataset.ts';
import { ArrowFormatError } from './arrow-format-error.ts';
import { type ArrowType, arrowTypeOf, typeName } from './arrow-types.ts';
import type { FlatTable } from './flat-table.ts';

export interface ArrowField {
  readonly name: string;
  /** Of the values; where there is a dictionary, the column itself holds indices into it. */
  readonly type: ArrowType;
  readonly children: readonly ArrowField[];
  readonly dictionary: { readonly id: number; readonly indices: ArrowType } | null;
}

const mostFields = 20_000;

/** The columns of a table. Source: https://github.com/apache/arrow/blob/main/format/Schema.fbs */
export const readSchema = (schema: FlatTable): ArrowField[] => {
  if (schema.short(0) !== 0)
    throw new ArrowFormatError('its numbers have the most significant byte first, which is not read');
  let left = mostFields;
  const fieldOf = (field: FlatTable): ArrowField => {
    left -= 1;
    if (left < 0) throw new ArrowFormatError(`it has more than ${mostFields} columns`);
    const type = field.table(3);
    if (type === null) throw new ArrowFormatError('a column of it has no type');
    const dictionary = field.table(4);
    return {
      name: field.text(0) ?? '',
      type: arrowTypeOf(field.byte(2), type),
      children: Array.from(field.tables(5), fieldOf),
      dictionary: dictionary === null ? null : { id: dictionary.long(0), indices: indicesOf(dictionary) },
    };
  };
  return Array.from(schema.tables(1), fieldOf);
};

const indicesOf = (dictionary: FlatTable): ArrowType => {
  const type = dictionary.table(1);
  return type === null ? { kind: 'int', bits: 32, isSigned: true } : arrowTypeOf(2, type);
};

/** The role a column has in a table that is shown. */
export const dataTypeOf = ({ type }: ArrowField): DataType => {
  switch (type.kind) {
    case 'int':
      return 'integer';
    case 'float':
    case 'decimal':
      return 'number';
    case 'bool':
      return 'boolean';
    case 'date':
      return 'date';
    case 'timestamp':
      return 'datetime';
    default:
      return 'text';
  }
};

/** As people write a column's type: `dictionary of string`, `list<int32>`, `struct<a: int64, b: string>`. */
export const fieldTypeName = ({ type, children, dictionary }: ArrowField): string => {
  const inside = children.map((child) =>
    type.kind === 'struct' ? `${child.name}: ${fieldTypeName(child)}` : fieldTypeName(child),
  );
  const name = inside.length === 0 ? typeName(type) : `${typeName(type)}<${inside.join(', ')}>`;
  const shown = name.length > 200 ? `${name.slice(0, 200)}…` : name;
  return dictionary === null ? shown : `dictionary of ${shown}`;
};

/** Columns, with those inside them, whose values are not read. */
export const unreadFields = (fields: readonly ArrowField[]): ArrowField[] =>
  fields.filter((field) => field.type.kind === 'unread' || unreadFields(field.children).length > 0);
