/** `churn/3` → name `churn`, suffix `/3`; `churn@champion` → suffix `@champion`. */
export function splitReference(reference: string): { name: string; suffix: string } {
  const cut = reference.search(/[@/]/);
  return cut === -1
    ? { name: reference, suffix: '' }
    : { name: reference.slice(0, cut), suffix: reference.slice(cut) };
}
