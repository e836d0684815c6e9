import type { ArrayValue, Hdf5Listing } from '../../shared/model/artifact-content.ts';
import type { FilePart } from './file-part.ts';

export interface Hdf5Attribute {
  readonly name: string;
  readonly typeName: string;
  /** Of long ones the beginning. */
  readonly value: string;
}

export interface Hdf5Dataset {
  readonly typeName: string;
  /** null for one without values. */
  readonly shape: readonly number[] | null;
  readonly chunks: readonly number[] | null;
  readonly filters: readonly string[];
  readonly itemBytes: number;
  /** Values that statistics are made of. */
  readonly isNumeric: boolean;
  /** Why its values are not read; null where they are. */
  readonly refusal: string | null;
}

/** A part of a dataset: from where on, and how much, along each of its axes. */
export interface Hdf5Block {
  readonly start: readonly number[];
  readonly count: readonly number[];
}

/** An open HDF5 file. Names are from the root on. Errors: `Hdf5FormatError`; `not-found` for a name that is not there. */
export interface Hdf5File {
  /** What is in it, at most `limit` objects. Links to other files are listed and never followed. */
  list(limit: number): Hdf5Listing;
  attributes(name: string): Hdf5Attribute[];
  /** null for what is no dataset. */
  dataset(name: string): Hdf5Dataset | null;
  /** The values of a block, with the last axis running fastest. */
  values(name: string, block: Hdf5Block): ArrayValue[];
  /** As `values`, of a dataset of numbers. */
  numbers(name: string, block: Hdf5Block): ArrayLike<number>;
}

/** Reads HDF5 files where they lie. It works without pause: use it in a worker. */
export interface Hdf5Reader {
  withFile<Result>(part: FilePart, work: (file: Hdf5File) => Promise<Result>): Promise<Result>;
}
