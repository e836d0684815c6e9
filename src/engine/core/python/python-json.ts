/** JSON with a space behind each colon and comma, as Python writes it; `ascii` also escapes what Python escapes by itself. */
export const pythonJson = (value: unknown, { ascii = false } = {}): string => {
  const inner = (each: unknown): string => pythonJson(each, { ascii });
  if (Array.isArray(value)) return `[${value.map(inner).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([name, each]) => `${inner(name)}: ${inner(each)}`)
      .join(', ')}}`;
  const json = JSON.stringify(value) ?? 'null';
  return ascii ? json.replaceAll(/[^\x20-\x7e]/g, escaped) : json;
};

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
