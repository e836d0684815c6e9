/** Values by name, as many as weigh no more than `mostWeight` together: what was used longest ago goes first. One alone may weigh more. */
export const createBoundedCache = <Value>(mostWeight: number) => {
  const entries = new Map<string, { readonly value: Value; readonly weight: number }>();
  let total = 0;

  const remove = (name: string): void => {
    total -= entries.get(name)?.weight ?? 0;
    entries.delete(name);
  };

  return {
    get: (name: string): Value | undefined => {
      const known = entries.get(name);
      if (known === undefined) return undefined;
      entries.delete(name);
      entries.set(name, known);
      return known.value;
    },
    set: (name: string, value: Value, weight: number): void => {
      remove(name);
      entries.set(name, { value, weight });
      total += weight;
      for (const oldest of entries.keys()) {
        if (total <= mostWeight || oldest === name) break;
        remove(oldest);
      }
    },
  };
};
