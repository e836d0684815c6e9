type Facts = Record<string, string>;

const gibibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 30)} GiB`;
const times = (count: number, text: string): string => (count > 1 ? `${count} × ${text}` : text);

/** What is known of a machine under the names that `Machine` gives its facts. */
const factsOf = (known: {
  os?: string | undefined;
  python?: string | undefined;
  cpu?: string | undefined;
  cores?: string | undefined;
  memoryBytes?: number | undefined;
  gpu?: string | undefined;
  gpuCount?: number | undefined;
  cuda?: string | undefined;
}): Facts => {
  const facts: Record<string, string | undefined> = {
    os: known.os,
    python: known.python?.replace(/^CPython\s+/, ''),
    cpu: known.cpu,
    cores: known.cores,
    memory: known.memoryBytes === undefined ? undefined : gibibytes(known.memoryBytes),
    gpu: known.gpu === undefined ? undefined : times(known.gpuCount ?? 1, known.gpu),
    'cuda (driver)': known.cuda,
  };
  return Object.fromEntries(
    Object.entries(facts).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  );
};

/** Tags that a run of W&B has of its machine when it is imported or linked. */
export const machineOfWandbTags = (tags: Readonly<Record<string, string>>): Facts => {
  const tag = (name: string): string | undefined => tags[`wandb.${name}`];
  const number = (name: string): number | undefined => {
    const value = Number(tag(name) ?? Number.NaN);
    return Number.isFinite(value) && value > 0 ? value : undefined;
  };
  return factsOf({
    ...{ os: tag('os'), python: tag('python'), cpu: tag('cpu'), gpu: tag('gpu'), cuda: tag('cuda') },
    cores: tag('cpu_count_logical') ?? tag('cpu_count'),
    ...{ memoryBytes: number('memory'), gpuCount: number('gpu_count') },
  });
};

type Json = Readonly<Record<string, unknown>>;
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

/** `wandb-metadata.json`, whose fields differ between versions: memory was in gigabytes, CUDA `cuda`. Nothing of a text that is no such file. */
export const machineOfWandbMetadata = (json: string): Facts => {
  let metadata: Json;
  try {
    metadata = record(JSON.parse(json));
  } catch {
    return {};
  }
  const devices = [metadata.gpu_nvidia, metadata.gpu_devices].find(Array.isArray) ?? [];
  const total = Number(record(metadata.memory).total ?? Number.NaN);
  const count = Number(metadata.gpu_count ?? devices.length);
  return factsOf({
    os: text(metadata.os),
    python: text(metadata.python),
    cpu: text(record(metadata.cpu).model),
    cores: text(metadata.cpu_count_logical ?? metadata.cpu_count),
    memoryBytes:
      Number.isFinite(total) && total > 0 ? (total < 2 ** 20 ? total * 2 ** 30 : total) : undefined,
    gpu: text(metadata.gpu) ?? text(record(devices[0]).name),
    gpuCount: Number.isFinite(count) ? count : undefined,
    cuda: text(metadata.cudaVersion ?? metadata.cuda),
  });
};
