import type { ReactNode } from 'react';
import type { EngineError } from '../../shared/errors.ts';
import { ErrorState, Skeleton } from '../ui/index.ts';

/** The part of useQuery's answer that decides what to draw. */
export interface Answer<Data> {
  data: Data | undefined;
  error: EngineError | null;
  refetch: () => unknown;
}

/** Draws loading, failure or the data of a query. `what` completes "… could not be read". */
export function QueryState<Data>({
  query,
  what,
  loading,
  children,
}: {
  query: Answer<Data>;
  what: string;
  loading?: ReactNode;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null)
    return (
      <ErrorState
        title={`${what} could not be read.`}
        detail={query.error.message}
        action={{ label: 'Try again', onClick: () => void query.refetch() }}
      />
    );
  return loading ?? <Skeleton />;
}
