/**
 * JSON as programs elsewhere write it: half of a surrogate pair, which nothing can keep as it is, becomes U+FFFD; a byte order mark is
 * passed over; Python's NaN and Infinity, which are no JSON, become texts of that name. Error: `SyntaxError` for anything else.
 */
export const parseClientJson = (text: string, reviver?: Reviver): unknown => {
  const whole = withWholeCharacters(text.startsWith(byteOrderMark) ? text.slice(1) : text);
  try {
    return parse(whole, reviver);
  } catch (thrown) {
    const quoted = withQuotedNumbers(whole);
    if (quoted === whole) throw thrown;
    return parse(quoted, reviver);
  }
};

/** `source` is how a number was written, where the program that this runs in tells it. */
export type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;

const parse = JSON.parse as (text: string, reviver?: Reviver) => unknown;

const byteOrderMark = '\u{feff}';

/** Every escape is one match, so that what follows an escaped backslash is none. */
const escapes = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[\da-fA-F]{4}|[\s\S])/g;
const half = /^\\u[dD][89a-fA-F]..$/;

const withWholeCharacters = (text: string): string =>
  /\\u[dD][89a-fA-F]/.test(text)
    ? text.replaceAll(escapes, (one) => (half.test(one) ? '\\ufffd' : one))
    : text;

/** Texts instead of the NaN, Infinity and -Infinity that Python writes into JSON. However long the text is: it is not matched as a whole. */
export const withQuotedNumbers = (text: string): string => {
  let isInText = false;
  return text.replaceAll(/\\[\s\S]|"|-?(?:NaN|Infinity)\b/g, (token) => {
    if (token === '"') isInText = !isInText;
    return isInText || /^[\\"]/.test(token) ? token : `"${token}"`;
  });
};
