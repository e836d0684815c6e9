import { useCallback, useState } from 'react';

/** Reads what an earlier session of this window remembered; undefined when nothing usable is there. */
export function recall<Value>(key: string, isValid: (value: unknown) => value is Value): Value | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(`modelyard.${key}`) ?? 'null');
    return isValid(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`modelyard.${key}`, JSON.stringify(value));
  } catch {
    // A full or refused storage costs the memory of a pane's width, nothing more.
  }
}

/** State that survives a restart of the window: widths, open panes, column order. Never facts of a project. */
export function useRemembered<Value>(
  key: string,
  initial: Value,
  isValid: (value: unknown) => value is Value,
): [Value, (value: Value) => void] {
  const [value, setValue] = useState(() => recall(key, isValid) ?? initial);
  const set = useCallback(
    (next: Value) => {
      setValue(next);
      remember(key, next);
    },
    [key],
  );
  return [value, set];
}

export const isNumber = (value: unknown): value is number => typeof value === 'number';
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
