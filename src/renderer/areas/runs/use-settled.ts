import { useEffect, useRef, useState } from 'react';

/** The value as it was when it last stayed the same for so long; the first one at once. Values are the same by what they hold. */
export function useSettled<Value>(value: Value, restMs: number): Value {
  const [settled, setSettled] = useState(value);
  const latest = useRef(value);
  latest.current = value;
  const key = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of the value
  useEffect(() => {
    const timer = setTimeout(() => setSettled(latest.current), restMs);
    return () => clearTimeout(timer);
  }, [key, restMs]);
  return settled;
}
