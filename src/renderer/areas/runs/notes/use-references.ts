import { useEffect, useMemo, useRef } from 'react';
import type { LiveReference } from '../../../../shared/model/notes/note.ts';
import { referenceKey, referencesOf } from '../../../../shared/model/notes/note-links.ts';
import { useQuery } from '../../../client/index.ts';
import { useRunChanges } from '../use-run-changes.ts';

export type References = ReadonlyMap<string, LiveReference>;
const none: References = new Map();

/** The runs that a note refers to as they are now, by `referenceKey`. What was known stays while a text that changes is asked for anew. */
export function useReferences(text: string): References {
  // The same list as long as the same runs are named, so that typing elsewhere renews no link.
  const key = useMemo(() => JSON.stringify(referencesOf(text)), [text]);
  const asked = useMemo(() => JSON.parse(key) as ReturnType<typeof referencesOf>, [key]);
  const { data, refetch } = useQuery('runs.references', { references: asked }, { enabled: asked.length > 0 });
  const changes = useRunChanges();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for each change, and the first time by the query itself
  useEffect(() => {
    if (changes > 0 && asked.length > 0) void refetch();
  }, [changes]);
  const known = useRef(none);
  return useMemo(() => {
    if (data !== undefined)
      known.current = new Map([
        ...known.current,
        ...asked.flatMap((each, index): [string, LiveReference][] => {
          const reference = data.references[index];
          return reference === undefined ? [] : [[referenceKey(each), reference]];
        }),
      ]);
    return known.current;
  }, [data, asked]);
}
