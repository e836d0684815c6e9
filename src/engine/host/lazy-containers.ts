import type { ContainerRuntime } from '../ports/container-runtime.ts';

/** The Docker client takes longer to load than everything else in a worker together, so it is loaded with the first call. */
export const createLazyContainers = (): ContainerRuntime => {
  let loading: Promise<ContainerRuntime> | undefined;
  const runtime = (): Promise<ContainerRuntime> => {
    loading ??= import('../adapters/docker/create-docker-runtime.ts').then((docker) =>
      docker.createDockerRuntime(),
    );
    return loading;
  };
  return {
    probe: async () => (await runtime()).probe(),
    build: async (request, onLine) => (await runtime()).build(request, onLine),
    run: async (request) => (await runtime()).run(request),
    list: async (labels) => (await runtime()).list(labels),
    lastWords: async (id) => (await runtime()).lastWords(id),
    remove: async (id) => (await runtime()).remove(id),
  };
};
