export { bridge } from './bridge.ts';
export { type CallOptions, call, client } from './client.ts';
export { asEngineError, showError, useCommand } from './commands.ts';
export { useProject } from './current-project.ts';
export { useEngineState, useLive } from './live.ts';
export type { EndpointStats } from './live-state.ts';
export { queryClient, useQuery } from './queries.ts';
export { useJobLog } from './use-job-log.ts';
