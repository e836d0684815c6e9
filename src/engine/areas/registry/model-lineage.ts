import type { Lineage, ModelVersion } from '../../../shared/model/registry.ts';
import type { ModelFacts, RunDataset } from '../../store/model-facts.ts';

/** From data over run to version, and on to evaluations, endpoints and exports: nothing but recorded references. */
export function makeLineage(version: ModelVersion, facts: ModelFacts): Lineage {
  const model = `model:${version.name}/${version.version}`;
  const run = facts.run === null ? null : `run:${facts.run.id}`;
  const origin = run ?? model;
  return {
    nodes: [
      ...uniqueDatasets(facts).map((dataset) => ({
        id: datasetId(dataset),
        type: 'dataset' as const,
        title: dataset.version === null ? dataset.name : `${dataset.name}@${dataset.version}`,
        detail: `sha256:${dataset.digest}`,
      })),
      ...(facts.run === null
        ? []
        : [{ id: run!, type: 'run' as const, title: facts.run.name, detail: facts.run.experiment }]),
      {
        id: model,
        type: 'model',
        title: `${version.name}/${version.version}`,
        detail: version.aliases.join(', '),
      },
      ...facts.evaluations.map(({ id, dataset, datasetDigest }) => ({
        id: `evaluation:${id}`,
        type: 'evaluation' as const,
        title: `Evaluation on ${dataset}`,
        detail: `sha256:${datasetDigest}`,
      })),
      ...facts.endpoints.map(({ id, port, isWanted }) => ({
        id: `endpoint:${id}`,
        type: 'endpoint' as const,
        title: `http://127.0.0.1:${port}`,
        detail: isWanted ? 'serving' : 'stopped',
      })),
      ...facts.exports.map(({ id, folder, image }) => ({
        id: `export:${id}`,
        type: 'export' as const,
        title: image,
        detail: folder,
      })),
    ],
    edges: [
      ...facts.datasets.map((dataset) => ({ from: datasetId(dataset), to: origin, label: dataset.role })),
      ...(run === null ? [] : [{ from: run, to: model, label: 'registered as' }]),
      ...facts.evaluations.map(({ id }) => ({ from: model, to: `evaluation:${id}`, label: 'evaluated by' })),
      ...facts.endpoints.map(({ id }) => ({ from: model, to: `endpoint:${id}`, label: 'served at' })),
      ...facts.exports.map(({ id }) => ({ from: model, to: `export:${id}`, label: 'exported to' })),
    ],
  };
}

const datasetId = ({ name, digest }: RunDataset): string => `dataset:${name}:${digest}`;

const uniqueDatasets = ({ datasets }: ModelFacts): RunDataset[] => [
  ...new Map(datasets.map((dataset) => [datasetId(dataset), dataset])).values(),
];
