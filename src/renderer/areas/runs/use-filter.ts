import { useDeferredValue, useMemo, useRef } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { checkQuery } from '../../../shared/query/check.ts';
import { emptyVocabulary } from '../../../shared/query/vocabulary.ts';

/** The last filter that could be read: while one is typed, the runs of the former stay. */
export function useFilter(filter: string, keys: CommandOutput<'runs.keys'>) {
  const vocabulary = useMemo(
    () => ({
      ...emptyVocabulary,
      metrics: keys.metrics.map(({ name }) => name),
      parameters: keys.parameters.map(({ name }) => name),
      tags: keys.tags.map(({ name }) => name),
    }),
    [keys],
  );
  const { problems } = useMemo(() => checkQuery(filter, vocabulary), [filter, vocabulary]);
  const isRight = problems.every(({ severity }) => severity !== 'error');
  const lastRight = useRef(isRight ? filter : '');
  if (isRight) lastRight.current = filter;
  // The engine answers while one types on; the field itself never waits.
  return { problems, asked: useDeferredValue(lastRight.current.trim()), isRight };
}
