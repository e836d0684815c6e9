/** A mapping with sorted keys whose values are in YAML's form of JSON, which Python's reader of YAML 1.1 takes for what they are. */
export const yamlOf = (document: Readonly<Record<string, unknown>>): string =>
  Object.keys(document)
    .sort()
    .map((key) => `${quoted(key)}: ${yamlText(document[key])}\n`)
    .join('');

const yamlText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(yamlText).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, inner]) => `${quoted(key)}: ${yamlText(inner)}`)
      .join(', ')}}`;
  if (typeof value === 'number') return numberOf(value);
  return typeof value === 'string' ? quoted(value) : (JSON.stringify(value) ?? 'null');
};

/** A number with an exponent is a text there unless it has a point, too. */
const numberOf = (value: number): string => JSON.stringify(value).replace(/^(-?\d+)e/, '$1.0e');

/** What YAML counts as not printable is escaped as in JSON, which it has taken over. */
const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
