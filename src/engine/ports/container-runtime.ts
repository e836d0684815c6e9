/** A Docker engine, or what answers like one. Every call fails with `unavailable` when none answers. */
export interface ContainerRuntime {
  /** Version of the engine that answers, or the reason why none does. */
  probe(): Promise<{ version: string } | { reason: string }>;
  /** Builds an image from a folder; every line of the build goes to `onLine`. Errors inside the stream are errors. */
  build(
    request: {
      folder: string;
      image: string;
      labels: Record<string, string>;
      signal?: AbortSignal | undefined;
    },
    onLine: (line: string) => void,
  ): Promise<{ imageId: string; sizeBytes: number }>;
  /** Starts a container: read-only root, no capabilities, no new privileges, port published on loopback only. */
  run(request: {
    image: string;
    name: string;
    hostPort: number;
    containerPort: number;
    labels: Record<string, string>;
    memoryBytes: number;
  }): Promise<{ id: string }>;
  list(labels: Record<string, string>): Promise<ContainerState[]>;
  /** The last lines that a container wrote, also after it has ended. */
  lastWords(id: string): Promise<string>;
  /** Stops and removes; a container that is gone already is no error. */
  remove(id: string): Promise<void>;
}

export interface ContainerState {
  readonly id: string;
  readonly image: string;
  readonly state: string;
  readonly health: string | null;
  readonly hostPort: number | null;
  readonly labels: Readonly<Record<string, string>>;
}
