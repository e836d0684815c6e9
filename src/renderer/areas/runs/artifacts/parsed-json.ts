/** The value of a JSON text, in an object because it may be null; null for a text that is no JSON. */
export function parsedJson(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}
