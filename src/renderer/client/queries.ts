import {
  keepPreviousData,
  QueryClient,
  type UseQueryResult,
  useQuery as useReactQuery,
} from '@tanstack/react-query';
import type { CommandInput, CommandName, CommandOutput } from '../../shared/contract/index.ts';
import { EngineError } from '../../shared/errors.ts';
import type { Topic } from '../../shared/events.ts';
import { call } from './client.ts';
import { useProject } from './current-project.ts';
import { topicsOf } from './topics.ts';

const mayRetry = (failures: number, error: unknown) =>
  failures < 3 && error instanceof EngineError && error.code === 'unavailable';

/** Answers are kept until an event says they are old: everything changes through the engine, and the engine says so. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 5 * 60_000,
      retry: mayRetry,
      retryDelay: 500,
      networkMode: 'always',
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
  },
});

export interface QueryOptions {
  /** Ask only when true, such as when an id is known. */
  enabled?: boolean;
  /** Show the answer to the former input until the new one is there (lists with a filter). */
  keepPrevious?: boolean;
}

/** Asks the engine and keeps the answer up to date. `error` is an EngineError. */
export function useQuery<Name extends CommandName>(
  command: Name,
  input: CommandInput<Name>,
  { enabled = true, keepPrevious = false }: QueryOptions = {},
): UseQueryResult<CommandOutput<Name>, EngineError> {
  const folder = useProject((state) => state.info?.folder);
  return useReactQuery<CommandOutput<Name>, EngineError>({
    queryKey: [command, folder ?? null, input],
    queryFn: ({ signal }) => call(command, input, { signal, project: folder }),
    enabled,
    // The generic output hides that a former answer has the same type as the new one.
    ...(keepPrevious && { placeholderData: keepPreviousData as never }),
  });
}

const isCommand = (value: unknown): value is CommandName => typeof value === 'string';

/** Makes every answer that is made of one of these topics old; those on the screen are asked for again. */
export function invalidateTopics(changed: ReadonlySet<Topic>): void {
  void queryClient.invalidateQueries({
    predicate: ({ queryKey: [command] }) =>
      isCommand(command) && topicsOf(command).some((topic) => changed.has(topic)),
  });
}
