import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { registryContract } from '../../../shared/contract/registry.ts';
import { EngineError } from '../../../shared/errors.ts';
import { evaluatedMetric } from '../../../shared/model/evaluation-report.ts';
import type { ModelVersion } from '../../../shared/model/registry.ts';
import type { Signature } from '../../../shared/model/signature.ts';
import { readModelSignature } from '../../core/onnx/derive-signature.ts';
import { OnnxFormatError } from '../../core/onnx/onnx-format-error.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { refuseLinkedAlias, refuseLinkedVersion } from '../../store/linked-runs.ts';
import { type ModelFacts, readModelFacts } from '../../store/model-facts.ts';
import {
  describeModel,
  getModel,
  listModels,
  listVersions,
  modelIdOf,
  modelOfRun,
  resolveModel,
} from '../../store/registry.ts';
import { registerVersion, setAlias } from '../../store/registry-changes.ts';
import { type CardEvaluation, writeModelCard } from './model-card.ts';
import { makeLineage } from './model-lineage.ts';

type RegistryServices = Pick<
  ProjectServices,
  'paths' | 'store' | 'objects' | 'eventLog' | 'clock' | 'changed'
>;

interface ModelSource {
  readonly runId: string | null;
  readonly digest: string;
  readonly sizeBytes: number;
  readonly signature: Signature | null;
}

/** A model file is read whole to be checked; larger ones are not what this registry is for. */
const maxModelBytes = 2 * 1024 ** 3;

/** Registered models: versions, aliases, cards and lineage. */
export const createRegistryArea = (services: RegistryServices) => {
  const { store, eventLog, clock, changed } = services;
  const { reader } = store;

  return {
    handlers: {
      'models.list': () => listModels(reader),
      'models.get': ({ name }) => ({ ...getModel(reader, name), versions: listVersions(reader, name) }),
      'models.resolve': ({ model }) => resolveModel(reader, model),
      'models.register': async ({ source, name, description, aliases }) => {
        const found =
          'run' in source
            ? await withSignature(services, modelOfRun(reader, source.run))
            : await importFile(services, source.file);
        const version = store.write((writer) => {
          const number = registerVersion(writer, eventLog, {
            ...found,
            ...{ name, description, nowMs: clock.nowMs() },
          });
          for (const alias of aliases) setAlias(writer, eventLog, { name, alias, version: number });
          return number;
        });
        changed('models', [name]);
        if (found.runId !== null) changed('runs', [found.runId]);
        return resolveModel(reader, `${name}/${version}`);
      },
      'models.setAlias': (move) => {
        const previous = store.write((writer) => {
          refuseLinkedAlias(writer, modelIdOf(writer, move.name), move);
          return setAlias(writer, eventLog, move);
        });
        changed('models', [move.name]);
        return { previous };
      },
      'models.describe': ({ name, version, description }) => {
        store.write((writer) => {
          if (version !== undefined) refuseLinkedVersion(writer, name, version);
          describeModel(writer, { name, version, description, nowMs: clock.nowMs() });
        });
        changed('models', [name]);
        return {};
      },
      'models.card': async ({ model }) => {
        const version = resolveModel(reader, model);
        const facts = readModelFacts(reader, version);
        return {
          markdown: writeModelCard({ version, facts, evaluations: await readMetrics(services, facts) }),
        };
      },
      'models.lineage': ({ model }) => {
        const version: ModelVersion = resolveModel(reader, model);
        return makeLineage(version, readModelFacts(reader, version));
      },
    } satisfies Handlers<typeof registryContract>,
  };
};

/** Copies an ONNX file into the project after its header was found sound. */
async function importFile({ paths, objects }: RegistryServices, file: string): Promise<ModelSource> {
  const path = resolve(paths.folder, file);
  const { size, isFile } = await stat(path).then((found) => ({ size: found.size, isFile: found.isFile() }));
  if (!isFile) throw new EngineError('invalid-input', `${path} is not a file.`, { details: { path } });
  if (size > maxModelBytes)
    throw new EngineError('model-invalid', `${path} is larger than 2 GB.`, { details: { path } });
  const bytes = await readFile(path);
  const signature = readSignature(path, bytes);
  return { runId: null, signature, ...(await objects.put(bytes)) };
}

/** Runs of our own know what their model asks for; of those that tracking clients logged the file says it. */
async function withSignature({ objects }: RegistryServices, model: ModelSource): Promise<ModelSource> {
  if (model.signature !== null) return model;
  const bytes = await objects.read(model.digest);
  return { ...model, signature: readSignature(`The model of run ${model.runId}`, bytes) };
}

function readSignature(path: string, bytes: Uint8Array): Signature | null {
  try {
    return readModelSignature(bytes);
  } catch (thrown) {
    if (!(thrown instanceof OnnxFormatError)) throw thrown;
    throw new EngineError('model-invalid', `${path}: ${thrown.message}`, {
      details: { path },
      cause: thrown,
    });
  }
}

const reportMetrics = z.object({ metrics: z.array(evaluatedMetric) });

const readMetrics = ({ objects }: RegistryServices, { evaluations }: ModelFacts): Promise<CardEvaluation[]> =>
  Promise.all(
    evaluations.slice(0, 5).map(async ({ id, dataset, datasetDigest, reportDigest }) => {
      const text = Buffer.from(await objects.read(reportDigest!)).toString('utf8');
      return { id, dataset, datasetDigest, metrics: reportMetrics.parse(JSON.parse(text)).metrics };
    }),
  );
