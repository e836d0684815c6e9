import { ExactNumber } from '../../../ui/index.ts';

/** Numbers of so many digits may be rounded; looking at each number of a text costs time that others need not wait for. */
const mayBeRounded = /\d{16}/;

/** The engine of the window hands each number's own text over (https://github.com/tc39/proposal-json-parse-with-source). */
const exact = (_key: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' && context?.source !== undefined && isRounded(value, context.source)
    ? new ExactNumber(context.source)
    : value;

const isRounded = (value: number, source: string): boolean =>
  /^-?\d+$/.test(source) ? !Number.isSafeInteger(value) : !Number.isFinite(value);

/** The value of a JSON text, in an object because it may be null; null for a text that is no JSON. */
export function parsedJson(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text, mayBeRounded.test(text) ? exact : undefined) };
  } catch {
    return null;
  }
}
