import { refuseLinkedAlias } from '../../../store/linked-runs.ts';
import { setAlias } from '../../../store/registry-changes.ts';
import { newestVersionDocument, versionDocumentOfAlias } from '../../../store/registry-documents.ts';
import { defineRpc } from '../rpc.ts';
import { required, text } from '../wire/fields.ts';
import { checkAlias } from '../wire/registry-names.ts';
import { invalid } from '../wire/tracking-error.ts';
import { modelIdOf, requireVersion } from './registered-models.ts';

export const aliasRpcs = [
  defineRpc({
    method: 'POST',
    path: '/registered-models/alias',
    since: '2.0',
    request: { name: required(text), alias: required(text), version: required(text) },
    answer: async ({ name, alias, version }, { write, changed, eventLog }) => {
      checkAlias(alias);
      await write((writer) => {
        const move = { name, alias, version: requireVersion(writer, name, version) };
        refuseLinkedAlias(writer, modelIdOf(writer, name), move);
        setAlias(writer, eventLog, move);
      });
      changed('models', [name]);
      return {};
    },
  }),
  defineRpc({
    method: 'DELETE',
    path: '/registered-models/alias',
    since: '2.0',
    request: { name: required(text), alias: required(text) },
    answer: async ({ name, alias }, { write, changed, eventLog }) => {
      await write((writer) => {
        const move = { name, alias, version: null };
        refuseLinkedAlias(writer, modelIdOf(writer, name), move);
        setAlias(writer, eventLog, move);
      });
      changed('models', [name]);
      return {};
    },
  }),
  defineRpc({
    method: 'GET',
    path: '/registered-models/alias',
    since: '2.0',
    request: { name: required(text), alias: required(text) },
    answer: ({ name, alias }, { reader }) => {
      const modelId = modelIdOf(reader, name);
      const found =
        alias.toLowerCase() === 'latest'
          ? newestVersionDocument(reader, modelId)
          : versionDocumentOfAlias(reader, modelId, alias);
      // MLflow's clients hear of a missing alias with 400, of a missing model with 404.
      if (found === undefined) throw invalid(`Registered model alias ${alias} not found.`);
      return { model_version: found };
    },
  }),
];
