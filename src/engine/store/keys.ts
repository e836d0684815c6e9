import type { Reader, Writer } from '../ports/store-handles.ts';

/** Names of parameters, metrics and tags are kept once; tables hold their numbers. */
export const keyNumber = (writer: Writer, name: string): number => {
  const known = writer.get<{ number: number }>('SELECT number FROM keys WHERE name = ?', [name]);
  return known?.number ?? writer.run('INSERT INTO keys (name) VALUES (?)', [name]).lastId;
};

/** Undefined for a name that no run has used. */
export const findKeyNumber = (reader: Reader, name: string): number | undefined =>
  reader.get<{ number: number }>('SELECT number FROM keys WHERE name = ?', [name])?.number;
