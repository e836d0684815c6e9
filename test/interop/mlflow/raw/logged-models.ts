import type { RawFixture } from '../raw-fixture.ts';
import { ajax, api, get, post, type RawRequest, unknownRun } from './request.ts';

/** Logged models. */

export const loggedModelRoutes = ({ loggedModel, experiment }: RawFixture): RawRequest[] => [
  get('logged model', `${api}/logged-models/${loggedModel}`),
  get('logged model, for the window', `${ajax}/logged-models/${loggedModel}`),
  get('unknown logged model', `${api}/logged-models/m-${unknownRun}`),
  {
    name: 'finish: no status',
    method: 'PATCH',
    path: `${api}/logged-models/${loggedModel}`,
    body: { model_id: loggedModel },
  },
  {
    name: 'finish: unknown status',
    method: 'PATCH',
    path: `${api}/logged-models/${loggedModel}`,
    body: { model_id: loggedModel, status: 'DONE' },
  },
  {
    name: 'tags: none',
    method: 'PATCH',
    path: `${api}/logged-models/${loggedModel}/tags`,
    body: { model_id: loggedModel },
  },
  get('files of a logged model', `${api}/logged-models/${loggedModel}/artifacts/directories`),
  get('logged model file without path', `${ajax}/logged-models/${loggedModel}/artifacts/files`),
  get(
    'logged model file, missing',
    `${ajax}/logged-models/${loggedModel}/artifacts/files?artifact_file_path=x`,
  ),
  post('logged models: unknown order', `${api}/logged-models/search`, {
    experiment_ids: [experiment],
    order_by: [{ field_name: 'nope' }],
  }),
  post('logged models: unknown attribute', `${api}/logged-models/search`, {
    experiment_ids: [experiment],
    filter: "nope = 'x'",
  }),
  post('logged models: max_results 0', `${api}/logged-models/search`, {
    experiment_ids: [experiment],
    max_results: 0,
  }),
  post('logged models: dataset without name', `${api}/logged-models/search`, {
    experiment_ids: [experiment],
    datasets: [{}],
  }),
];
