import { invalid } from './tracking-error.ts';

/**
 * The fields of requests, as protocol buffers read JSON: numbers may come as text, 64-bit integers too, unknown fields are passed
 * over, null is as good as nothing. What is refused is refused in MLflow's words.
 */
export interface Field<Value> {
  /** `path` names the value for an error, as `metrics[0].key`; `given` is what the value is a field of. Error: `TrackingError`. */
  read(value: unknown, path: string, given?: object): Value;
  /** In a query string a list of one looks like a single value. */
  readonly isList?: boolean;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type Request<Of extends Fields> = {
  readonly [Name in keyof Of]: Of[Name] extends Field<infer Value> ? Value : never;
};

const see = 'See the API docs for more information about request parameters.';

/** A request's fields; what has no field is left out. */
export const readFields = <Of extends Fields>(fields: Of, given: object, path = ''): Request<Of> => {
  const values = given as Record<string, unknown>;
  const read: Record<string, unknown> = {};
  // A batch has thousands of fields: no list of pairs in between.
  for (const name in fields) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    read[name] = fields[name]?.read(value, path + name, given);
  }
  return read as Request<Of>;
};

const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;

const field = <Value>(convert: (value: unknown) => Value | undefined): Field<Value | undefined> => ({
  read: (value, path) => {
    if (isAbsent(value)) return undefined;
    const converted = convert(value);
    if (converted === undefined) throw wrongType(value, path);
    return converted;
  },
});

/** Refuses a request without the field, or with an empty text in it. */
export const required = <Value>(optional: Field<Value | undefined>): Field<Value> => ({
  read: (value, path) => {
    const read = optional.read(value, path);
    if (read === undefined || read === '') {
      throw invalid(`Missing value for required parameter '${path}'. ${see}`);
    }
    return read;
  },
});

/** As `required`, and `earlier` is what older clients call the field. */
export const requiredOr = <Value>(optional: Field<Value | undefined>, earlier: string): Field<Value> => ({
  read: (value, path, given) =>
    required(optional).read(value || (given as Record<string, unknown> | undefined)?.[earlier], path),
});

/** As `required`, but an empty text is a value. */
export const present = <Value>(optional: Field<Value | undefined>): Field<Value> => ({
  read: (value, path) => {
    const read = optional.read(value, path);
    if (read === undefined) throw invalid(`Missing value for required parameter '${path}'. ${see}`);
    return read;
  },
});

export const optionally = <Value>(optional: Field<Value | undefined>, standard: Value): Field<Value> => ({
  read: (value, path) => optional.read(value, path) ?? standard,
});

export const text: Field<string | undefined> = field((value) =>
  typeof value === 'string' ? value : undefined,
);

/**
 * Whole numbers, as number or as decimal text. The protocol has 64 bits for them; those that a double does not hold exactly are refused,
 * so that none comes back as another.
 */
export const integer: Field<number | undefined> = {
  read: (value, path) => {
    if (isAbsent(value)) return undefined;
    const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number)) throw wrongType(value, path);
    if (Number.isSafeInteger(number)) return number;
    throw invalid(
      `The value for parameter '${path}' is beyond what Modelyard keeps exactly: whole numbers from -(2^53 - 1) to 2^53 - 1.`,
    );
  },
};

/** As Python writes and reads those that no digits stand for. */
const namedDouble = /^([+-]?)(?:(nan)|inf(?:inity)?)$/i;

export const double: Field<number | undefined> = field((value) => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const named = namedDouble.exec(value);
  if (named !== null) {
    const [, sign, nan] = named;
    if (nan !== undefined) return Number.NaN;
    return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  const number = Number(value);
  return Number.isNaN(number) || !/^[-+.\deE]+$/.test(value) ? undefined : number;
});

export const flag: Field<boolean | undefined> = field((value) => {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' || !/^(true|false)$/i.test(value)) return undefined;
  return value.toLowerCase() === 'true';
});

/** Any JSON, as it is. */
export const anything: Field<unknown> = { read: (value) => value };

/** A map of texts; what is no text in it is kept as its JSON. */
export const textMap: Field<Readonly<Record<string, string>> | undefined> = field((value) =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? undefined
    : Object.fromEntries(
        Object.entries(value).map(([key, text]) => [
          key,
          typeof text === 'string' ? text : JSON.stringify(text),
        ]),
      ),
);

/** A moment in RFC 3339, in epoch milliseconds. */
export const timestamp: Field<number | undefined> = field((value) => {
  const timeMs = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(timeMs) ? undefined : timeMs;
});

/** A duration such as `0.25s`, in milliseconds. */
export const duration: Field<number | undefined> = field((value) =>
  typeof value === 'string' && /^-?\d+(\.\d+)?s$/.test(value)
    ? Math.round(Number(value.slice(0, -1)) * 1000)
    : undefined,
);

/** One of some names. */
export const oneOf = <const Name extends string>(names: readonly Name[]): Field<Name | undefined> =>
  field((value) => names.find((name) => name === value));

/** Absent is as good as empty. */
export const list = <Value>(item: Field<Value>): Field<readonly Value[]> => ({
  isList: true,
  read: (value, path) => {
    if (isAbsent(value)) return [];
    if (!Array.isArray(value)) throw wrongType(value, path);
    return value.map((element, index) => item.read(element, `${path}[${index}]`));
  },
});

/** A list with something in it. */
export const requiredList = <Value>(item: Field<Value>): Field<readonly Value[]> => ({
  isList: true,
  read: (value, path) => {
    const read = list(item).read(value, path);
    if (read.length === 0) throw invalid(`Missing value for required parameter '${path}'. ${see}`);
    return read;
  },
});

/** How many results at most, from 1 to `limit`. MLflow refuses too few of them in other words here and there. */
export const maxResults = ({
  standard,
  limit,
  tooFew = (given, path) =>
    `Invalid value ${given} for parameter '${path}' supplied. It must be a positive integer`,
}: {
  standard: number;
  limit: number;
  tooFew?: (given: number, path: string) => string;
}): Field<number> => ({
  read: (value, path) => {
    const read = optionally(integer, standard).read(value, path);
    if (read < 1) throw invalid(tooFew(read, path));
    if (read > limit) throw wrongType(value, path);
    return read;
  },
});

export const message = <Of extends Fields>(fields: Of): Field<Request<Of> | undefined> => ({
  read: (value, path) => {
    if (isAbsent(value)) return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) throw wrongType(value, path);
    return readFields(fields, value, `${path}.`);
  },
});

const wrongType = (value: unknown, path: string) =>
  invalid(
    `Invalid value ${shortened(value)} for parameter '${path}' supplied:  Hint: Value was of type '${pythonTypeOf(value)}'. ${see}`,
  );

const shortened = (value: unknown): string => {
  const json = JSON.stringify(value) ?? String(value);
  return json.length <= 500 ? json : `${json.slice(0, 500)}…`;
};

const pythonTypeOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    default:
      return 'dict';
  }
};
