import { navigate } from '../../app/index.ts';
import { useCommand } from '../../client/index.ts';

/** Serves a registered version and shows the endpoint. */
export function useServe() {
  const serve = useCommand('serving.start', { failure: 'The model could not be served' });
  const start = async (model: string) => {
    const endpoint = await serve.run({ model });
    if (endpoint !== undefined) navigate({ area: 'serving', id: endpoint.id });
  };
  return { start, isRunning: serve.isRunning };
}
