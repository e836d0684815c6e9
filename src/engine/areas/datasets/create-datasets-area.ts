import { resolve } from 'node:path';
import type { datasetsContract } from '../../../shared/contract/datasets.ts';
import type { DatasetVersion } from '../../../shared/model/dataset.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { sourceOf, stateOf } from '../../store/dataset-source.ts';
import {
  findDataset,
  findDatasetProfile,
  findDatasetVersion,
  listDatasets,
  listDatasetVersions,
  requireDataset,
  runsOfDataset,
  type StoredDatasetVersion,
  saveDatasetProfile,
  setDatasetRemoved,
} from '../../store/datasets.ts';
import { addDataset, columnsDigestOf } from './add-dataset.ts';
import { correctTypes } from './correct-types.ts';
import { datasetNameOf } from './dataset-name-of.ts';

type Services = Pick<
  ProjectServices,
  'store' | 'objects' | 'eventLog' | 'data' | 'paths' | 'clock' | 'changed'
>;

const previewRows = 50;

/** Files as datasets: versions by digest, types, profiles, rows. */
export const createDatasetsArea = (services: Services) => {
  const { store, eventLog, data, paths, clock, changed } = services;

  const shown = async (stored: StoredDatasetVersion): Promise<DatasetVersion> => {
    const { modifiedAtMs: _modifiedAtMs, reader: _reader, ...version } = stored;
    return { ...version, state: await stateOf(stored, paths.folder) };
  };

  const handlers: Handlers<typeof datasetsContract> = {
    'datasets.preview': async ({ path, types }, context) => {
      const sniffed = await data.sniff({ path: resolve(paths.folder, path), types }, context);
      const { format, sizeBytes, columns, warnings } = sniffed;
      const rows = await data.rows({ source: sniffed, offset: 0, limit: previewRows }, context);
      return {
        path: sniffed.path,
        suggestedName: datasetNameOf(sniffed.path),
        format,
        sizeBytes,
        columns: [...columns],
        rows,
        warnings: [...warnings],
      };
    },

    'datasets.add': async ({ path, name, mode, types }, context) => {
      const file = resolve(paths.folder, path);
      const added = await addDataset(
        services,
        { path: file, name: name ?? datasetNameOf(file), mode, types },
        context,
      );
      changed('datasets', [added.version.dataset]);
      return { version: await shown(added.version), isNew: added.isNew };
    },

    'datasets.correctTypes': async ({ dataset, types }, context) => {
      const stored = findDatasetVersion(store.reader, dataset);
      requireDataset(store.reader, stored.dataset);
      const version = await correctTypes(services, stored, types, context);
      changed('datasets', [stored.dataset]);
      return shown(version);
    },

    'datasets.list': () =>
      Promise.all(
        listDatasets(store.reader).flatMap(({ id, name, createdAtMs }) => {
          const versions = listDatasetVersions(store.reader, id);
          const newest = versions[0];
          if (newest === undefined) return [];
          return [
            shown(newest).then((latest) => ({ name, createdAtMs, versionCount: versions.length, latest })),
          ];
        }),
      ),

    'datasets.get': async ({ dataset }) => {
      const stored = findDatasetVersion(store.reader, dataset);
      const found = findDataset(store.reader, stored.dataset)!;
      const versions = listDatasetVersions(store.reader, found.id);
      return {
        name: found.name,
        version: await shown(stored),
        versions: await Promise.all(versions.map(shown)),
        runs: runsOfDataset(store.reader, [...new Set(versions.map(({ digest }) => digest))]),
      };
    },

    'datasets.profile': async ({ dataset }, context) => {
      const stored = findDatasetVersion(store.reader, dataset);
      const key = { digest: stored.digest, columnsDigest: columnsDigestOf(stored) };
      const known = findDatasetProfile(store.reader, key);
      if (known !== undefined) return known;
      const profile = await data.profile(await sourceOf(services, stored), context);
      store.write((writer) => saveDatasetProfile(writer, { ...key, profile }));
      return profile;
    },

    'datasets.rows': async ({ dataset, offset, limit, orderBy }, context) => {
      const stored = findDatasetVersion(store.reader, dataset);
      const source = await sourceOf(services, stored);
      const rows = await data.rows({ source, offset, limit, orderBy }, context);
      return { columns: stored.columns.map(({ name }) => name), rows, totalRows: stored.rowCount };
    },

    'datasets.remove': ({ name }) => {
      const { id } = requireDataset(store.reader, name);
      store.write((writer) => {
        setDatasetRemoved(writer, { id, removedAtMs: clock.nowMs() });
        eventLog.append(writer, { kind: 'dataset.removed', subject: `dataset:${name}`, details: {} });
      });
      changed('datasets', [name]);
      return {};
    },

    'datasets.restore': ({ name }) => {
      const found = findDataset(store.reader, name);
      if (found === undefined) requireDataset(store.reader, name);
      else if (found.removedAtMs !== null) {
        store.write((writer) => {
          setDatasetRemoved(writer, { id: found.id, removedAtMs: null });
          eventLog.append(writer, { kind: 'dataset.restored', subject: `dataset:${name}`, details: {} });
        });
        changed('datasets', [name]);
      }
      return {};
    },
  };

  return { handlers };
};
