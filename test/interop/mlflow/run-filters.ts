import type { TrackingServer } from '../../support/mlflow-server.ts';
import { type FilterCase, generateFilterCases } from './filter-cases.ts';
import { type FilterFixture, writeFilterFixture } from './filter-fixture.ts';
import { httpCall } from './http-call.ts';
import type { GoldenRecord } from './run-golden.ts';

export const filterCounts = {
  runs: 500,
  experiments: 80,
  'registered models': 80,
  'model versions': 80,
  'logged models': 80,
} as const;

/** Writes the fixture, searches it in every generated way, and answers which rows came in which order, or which error code. */
export async function runFilters(server: TrackingServer): Promise<GoldenRecord[]> {
  const fixture = await writeFilterFixture(server.port);
  const runNames = new Map([...fixture.runIds].map(([name, id]) => [id, name]));
  const records: GoldenRecord[] = [];
  for (const [index, given] of generateFilterCases(filterCounts).entries()) {
    const { target, filter, orderBy } = given;
    const name = `filter ${index}, ${target}: ${filter}${orderBy.length > 0 ? ` | ${orderBy.join(', ')}` : ''}`;
    records.push(
      { kind: 'step', name },
      { kind: 'search', name: 'rows', ...(await search(fixture, given, runNames)) },
    );
  }
  return records;
}

async function search(
  fixture: FilterFixture,
  { target, filter: template, orderBy }: FilterCase,
  runNames: ReadonlyMap<string, string>,
): Promise<{ status: number; code?: string; rows?: string[] }> {
  const filter = template.replace(/\{(run \d+)\}/g, (_, name: string) => fixture.runIds.get(name)!);
  const { status, text } = await httpCall(fixture.port, request(target, fixture, filter, orderBy));
  if (status !== 200) return { status, code: errorCode(text) };
  return { status, rows: rowsOf(target, JSON.parse(text), runNames) };
}

function request(
  target: FilterCase['target'],
  fixture: FilterFixture,
  filter: string,
  orderBy: readonly string[],
) {
  const experiment_ids = fixture.experimentIds.slice(0, 2);
  const post = (route: string, body: object) => ({
    method: 'POST',
    path: `/api/2.0/mlflow/${route}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const get = (route: string) => {
    const query = new URLSearchParams([
      ['filter', filter],
      ['max_results', '500'],
      ...orderBy.map((order) => ['order_by', order]),
    ]);
    return { method: 'GET', path: `/api/2.0/mlflow/${route}?${query}` };
  };
  switch (target) {
    case 'runs':
      return post('runs/search', { experiment_ids, filter, order_by: orderBy, max_results: 500 });
    case 'experiments':
      return post('experiments/search', { filter, order_by: orderBy, max_results: 500 });
    case 'registered models':
      return get('registered-models/search');
    case 'model versions':
      return get('model-versions/search');
    case 'logged models':
      return post('logged-models/search', {
        experiment_ids,
        filter,
        max_results: 50,
        order_by: orderBy.map(orderField),
      });
  }
}

/** The other searches take text; this one takes fields. */
const orderField = (order: string): object => {
  const [, field_name, direction] = /^(.*?)(?: (asc|desc))?$/i.exec(order)!;
  return { field_name, ascending: direction?.toLowerCase() !== 'desc' };
};

const errorCode = (text: string): string => {
  try {
    return JSON.parse(text).error_code;
  } catch {
    return text.slice(0, 100);
  }
};

// biome-ignore lint/suspicious/noExplicitAny: five answers of five shapes
function rowsOf(target: FilterCase['target'], answer: any, runNames: ReadonlyMap<string, string>): string[] {
  const rows = <Row>(list: Row[] | undefined, name: (row: Row) => string): string[] => (list ?? []).map(name);
  switch (target) {
    case 'runs':
      return rows(answer.runs, (run: { info: { run_id: string } }) => runNames.get(run.info.run_id)!);
    case 'experiments':
      return rows(answer.experiments, ({ name }: { name: string }) => name);
    case 'registered models':
      return rows(answer.registered_models, ({ name }: { name: string }) => name);
    case 'model versions':
      return rows(
        answer.model_versions,
        ({ name, version }: { name: string; version: string }) => `${name} ${version}`,
      );
    case 'logged models':
      return rows(
        answer.models,
        ({ info }: { info: { source_run_id: string } }) => runNames.get(info.source_run_id)!,
      );
  }
}
