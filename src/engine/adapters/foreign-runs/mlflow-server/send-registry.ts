import type { ForeignModelVersion, ForeignRegisteredModel } from '../../../ports/foreign-runs.ts';
import { RefusedByServer, textAt } from './mlflow-http.ts';
import { type Sending, sendOrSkip, toPairs } from './sending.ts';

/** A model that the server has already gets more versions. */
export const sendRegisteredModel = async (sending: Sending, model: ForeignRegisteredModel): Promise<void> => {
  const { name } = model;
  await sendOrSkip(sending, { subject: 'registered-model', what: name }, async () => {
    try {
      await sending.http.send('POST', '/api/2.0/mlflow/registered-models/create', {
        name,
        description: model.description ?? '',
        tags: toPairs(model.tags),
      });
    } catch (thrown) {
      if (!(thrown instanceof RefusedByServer) || thrown.errorCode !== 'RESOURCE_ALREADY_EXISTS')
        throw thrown;
    }
  });
  for (const [alias, version] of model.aliases) sending.aliases.push({ name, alias, version });
};

export const sendModelVersion = async (sending: Sending, version: ForeignModelVersion): Promise<void> => {
  const { name } = version;
  const what = `${name}/${version.version}`;
  const run = version.runId === null ? undefined : sending.runs.get(version.runId);
  const model = version.modelId === null ? undefined : sending.models.get(version.modelId);
  await sendOrSkip(sending, { subject: 'model-version', what }, async () => {
    const answer = await sending.http.send('POST', '/api/2.0/mlflow/model-versions/create', {
      name,
      source: newSource(sending, version),
      description: version.description ?? '',
      tags: toPairs(version.tags),
      ...(run === undefined ? {} : { run_id: run.id }),
      ...(model === undefined ? {} : { model_id: model.id }),
      ...(version.runLink === null ? {} : { run_link: version.runLink }),
    });
    const number = textAt(answer, 'model_version', 'version');
    sending.versions.set(what, number);
    if (number !== String(version.version))
      sending.tally.skip('other', what, `The server counts on: there it is version ${number}.`);
    await sendStage(sending, version, number);
  });
};

const sendStage = async (
  sending: Sending,
  { name, stage }: ForeignModelVersion,
  version: string,
): Promise<void> => {
  if (stage === null || stage === '' || stage === 'None') return;
  await sendOrSkip(sending, { subject: 'other', what: `stage ${stage} of ${name}/${version}` }, () =>
    sending.http.send('POST', '/api/2.0/mlflow/model-versions/transition-stage', {
      name,
      version,
      stage,
      archive_existing_versions: false,
    }),
  );
};

/** At the end, when every version has its number there. */
export const sendAliases = async (sending: Sending): Promise<void> => {
  for (const { name, alias, version } of sending.aliases) {
    const number = sending.versions.get(`${name}/${version}`);
    if (number === undefined)
      sending.tally.skip('alias', `${name}@${alias}`, `Version ${version} was not sent.`);
    else {
      await sendOrSkip(sending, { subject: 'alias', what: `${name}@${alias}` }, () =>
        sending.http.send('POST', '/api/2.0/mlflow/registered-models/alias', {
          name,
          alias,
          version: number,
        }),
      );
    }
  }
};

/** The address of the files, which are now the artifacts of the run or the logged model on the server. */
const newSource = ({ runs, models }: Sending, { source, storageLocation }: ForeignModelVersion): string => {
  for (const place of [source, storageLocation]) {
    const parts = (place ?? '').split('/');
    const position = parts.findLastIndex((part) => runs.has(part) || models.has(part));
    const id = parts[position];
    const owner = id === undefined ? undefined : (runs.get(id) ?? models.get(id));
    if (owner === undefined) continue;
    if (/^models:/.test(place ?? '')) return `models:/${owner.id}`;
    // After the id comes `artifacts`, which the server's own address ends with.
    return [owner.artifactUri, ...parts.slice(position + 2)].join('/');
  }
  return source ?? storageLocation ?? '';
};
