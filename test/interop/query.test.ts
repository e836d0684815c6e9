/** MLflow's filter strings: what is accepted, and which runs, experiments and models are found, beside MLflow's own store. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PlainRun, satisfies } from '../../src/engine/core/query/evaluate.ts';
import { readExperimentFilter } from '../../src/engine/core/query/mlflow/search-experiments.ts';
import { readLoggedModelFilter } from '../../src/engine/core/query/mlflow/search-logged-models.ts';
import {
  readModelVersionFilter,
  readRegisteredModelFilter,
} from '../../src/engine/core/query/mlflow/search-registry.ts';
import { readRunFilter } from '../../src/engine/core/query/mlflow/search-runs.ts';
import type { ResolvedExpression } from '../../src/shared/query/ast.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';
import { resolveQuery } from '../../src/shared/query/resolve.ts';
import { type MlflowSearch, mlflowFilters } from '../support/mlflow-filters.ts';
import { mlflowPackages } from '../support/mlflow-server.ts';
import { ensurePython, runPython } from '../support/python.ts';

/**
 * Fills a store of MLflow, then answers what each search finds: ids, or null when it refuses, and what there is to find. MLflow 3.17
 * takes a NaN metric for 0 (fixed in 3.18), so none of the runs here has one.
 */
const program = `
import json, os, random, sys, warnings, logging
warnings.simplefilter("ignore"); logging.disable(logging.CRITICAL)
from mlflow.entities import Dataset, DatasetInput, InputTag, LoggedModelParameter, LoggedModelTag, Metric, Param, RunTag, ExperimentTag
from mlflow.entities import RunStatus, ViewType
from mlflow.entities.model_registry import RegisteredModelTag, ModelVersionTag
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore
from mlflow.store.model_registry.sqlalchemy_store import SqlAlchemyStore as RegistryStore

given = json.load(open(sys.argv[1])); folder = sys.argv[2]; draw = random.Random(7)
uri = "sqlite:///" + os.path.join(folder, "mlflow.db")
store = SqlAlchemyStore(uri, folder); registry = RegistryStore(uri)
some = lambda values: draw.choice(values)
texts = ["a", "A", "ab", "aXb", "a b", "0.1", "true", "b"]
def entries(make, keys): return [make(key, some(texts)) for key in keys if draw.random() < 0.6]

experiments = [store.create_experiment(name, tags=entries(ExperimentTag, ["team", "a b", "x.y"])) for name in ["e1", "E2", "a"]]
runs = []
for index in range(40):
    name = some(["run1", "Run1", "a", "ab", "run2"])
    run = store.create_run(experiments[0], some(["a", "b"]), 1000 * (index % 5), [RunTag("mlflow.runName", name)] + entries(RunTag, ["team", "a b", "x.y"]), name)
    values = [0.0, 1.0, -1.0, 0.1, 0.5, float("inf"), float("-inf")]
    metrics = [Metric(key, some(values), 1, step) for key in ["auc", "val loss"] if draw.random() < 0.7 for step in range(2)]
    store.log_batch(run.info.run_id, metrics, entries(Param, ["lr", "a b", "x.y"]), [])
    datasets = [DatasetInput(Dataset(some(texts), some(["a", "b"]) + str(index), "t", "s"), [InputTag("mlflow.data.context", some(["training", "a"]))]) for _ in range(draw.randrange(3))]
    if datasets: store.log_inputs(run.info.run_id, datasets)
    if index % 3: store.update_run_info(run.info.run_id, some([RunStatus.FINISHED, RunStatus.FAILED, RunStatus.KILLED]), 1000 * (index % 4), None)
    runs.append(run.info.run_id)
for name in ["m1", "M1", "a", "ab"]:
    prompt = [RegisteredModelTag("mlflow.prompt.is_prompt", "true")] if name == "ab" else []
    registry.create_registered_model(name, tags=prompt + entries(RegisteredModelTag, ["team", "a b", "x.y"]))
    for source in ["s1", "a"]:
        prompt = [ModelVersionTag("mlflow.prompt.is_prompt", "true")] if name == "ab" else []
        registry.create_model_version(name, source, some(["a", "b"]), tags=prompt + entries(ModelVersionTag, ["team", "a b", "x.y"]))
for index in range(12):
    model = store.create_logged_model(experiments[0], some(["a", "ab", "B"]), some(["a", "b"]), entries(LoggedModelTag, ["team"]), entries(LoggedModelParameter, ["lr", "a b"]), some(["a", "agent"]))
    if index % 2: store.log_batch(runs[0], [Metric("auc", some([0.0, 1.0, 0.1]), 1, 0, model_id=model.model_id)], [], [])

finders = {
    "runs": lambda f: [r.info.run_id for r in store.search_runs([experiments[0]], f, ViewType.ALL, 1000)],
    "experiments": lambda f: [e.experiment_id for e in store.search_experiments(ViewType.ALL, 100, f)],
    "registeredModels": lambda f: [m.name for m in registry.search_registered_models(f, 100)],
    "modelVersions": lambda f: [f"{v.name}/{v.version}" for v in registry.search_model_versions(f, 100)],
    "loggedModels": lambda f: [m.model_id for m in store.search_logged_models([experiments[0]], f, max_results=50)],
}
def found(find, text):
    try: return sorted(find(text)), ""
    except Exception as problem: return None, str(problem)
def plain(id, facts, tags, params={}, metrics={}, datasets=[]):
    return {"id": id, "run": {"attributes": facts, "tags": tags, "parameters": params, "metrics": {k: [{"step": 0, "timestampMs": 0, "value": str(v)}] for k, v in metrics.items()}, "datasets": datasets}}
def plain_run(id):
    run = store.get_run(id); i = run.info
    return plain(id, {"run_id": id, "name": i.run_name, "status": i.status.lower(), "user": i.user_id, "start_time": i.start_time, "end_time": i.end_time, "artifact_uri": i.artifact_uri},
      run.data.tags, run.data.params, run.data.metrics,
      [{"name": d.dataset.name, "digest": d.dataset.digest, "context": d.tags[0].value} for d in run.inputs.dataset_inputs])
items = {
    "runs": [plain_run(id) for id in runs],
    "experiments": [plain(e.experiment_id, {"name": e.name, "experiment_id": int(e.experiment_id), "creation_time": e.creation_time, "last_update_time": e.last_update_time}, e.tags) for e in store.search_experiments(ViewType.ALL, 100)],
    "registeredModels": [plain(m.name, {"name": m.name}, m._tags) for m in [registry.get_registered_model(n) for n in ["m1", "M1", "a", "ab"]]],
    "modelVersions": [plain(f"{v.name}/{v.version}", {"name": v.name, "version_number": int(v.version), "run_id": v.run_id, "source_path": v.source}, v.tags) for v in [registry.get_model_version(n, k) for n in ["m1", "M1", "a", "ab"] for k in [1, 2]]],
    "loggedModels": [plain(m.model_id, {"name": m.name, "model_type": m.model_type, "source_run_id": m.source_run_id, "model_id": m.model_id, "status": str(m.status), "creation_timestamp": m.creation_timestamp, "last_updated_timestamp": m.last_updated_timestamp}, m.tags, m.params, {k.key: k.value for k in m.metrics or []}) for m in store.search_logged_models([experiments[0]], max_results=50)],
}
print(json.dumps({name: {"items": items[name], "answers": [found(finders[name], text) for text in filters]} for name, filters in given.items()}))
`;

interface Answer {
  readonly items: readonly { readonly id: string; readonly run: PlainRun }[];
  readonly answers: readonly (readonly [ids: string[] | null, message: string])[];
}

const readers: Readonly<Record<MlflowSearch, (filter: string) => ResolvedExpression | null>> = {
  runs: readRunFilter,
  experiments: readExperimentFilter,
  registeredModels: readRegisteredModelFilter,
  modelVersions: readModelVersionFilter,
  loggedModels: readLoggedModelFilter,
};

const counts: Readonly<Record<MlflowSearch, number>> = {
  runs: 1500,
  experiments: 500,
  registeredModels: 500,
  modelVersions: 500,
  loggedModels: 500,
};
const names = Object.keys(counts) as MlflowSearch[];
const filters = Object.fromEntries(
  names.map((name) => [name, mlflowFilters(name, 11, counts[name])]),
) as Record<MlflowSearch, string[]>;
let answers: Record<MlflowSearch, Answer>;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelyard-query-'));
  const file = join(folder, 'filters.json');
  await writeFile(file, JSON.stringify(filters));
  const interpreter = await ensurePython(mlflowPackages);
  const printed = await runPython({ interpreter, code: program, arguments: [file, folder] });
  answers = JSON.parse(printed.slice(printed.indexOf('{"')), (key, value) =>
    key === 'value' && typeof value === 'string' ? Number(value.replace('inf', 'Infinity')) : value,
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const idsOf = ({ items }: Answer, expression: ResolvedExpression | null): string[] =>
  items
    .filter(({ run }) => expression === null || satisfies(run, expression))
    .map(({ id }) => id)
    .sort();

const idsOrNull = (answer: Answer, read: () => ResolvedExpression | null): string[] | null => {
  let expression: ResolvedExpression | null;
  try {
    expression = read();
  } catch {
    return null;
  }
  return idsOf(answer, expression);
};

/** What 3.18 changed in the search of experiments: the entity `attributes`, and LIKE and IN in small letters. */
const isNewIn318 = (search: MlflowSearch, filter: string): boolean =>
  search === 'experiments' && /attributes\.|\b(?:i?like|in)\b/.test(filter);

/**
 * `tags.a = 'x' tags.b IS NULL`: to MLflow, which lets an AND be missing, `tags.b` is then an alias of the comparison before, and what it
 * looks for is a tag of that whole text. We refuse it.
 */
const hasAlias = (filter: string): boolean =>
  /['")\d]\s+(?!and\b)(?:`[^`]*`|[^\s`])+\s+(?:not\s+in|in|is)\b/i.test(filter);

describe.each(names)('filters of %s', (name) => {
  test('are accepted and refused, and find, as in MLflow', () => {
    const answer = answers[name];
    const different = filters[name].flatMap((filter, index) => {
      if (isNewIn318(name, filter) || hasAlias(filter)) return [];
      const [theirs, message] = answer.answers[index]!;
      const ours = idsOrNull(answer, () => readers[name](filter));
      return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [{ filter, theirs, ours, message }];
    });
    expect(different).toEqual([]);
    const accepted = answer.answers.filter(([ids]) => ids !== null);
    const telling = accepted.filter(([ids]) => ids!.length > 0 && ids!.length < answer.items.length);
    expect(accepted.length).toBeGreaterThan(counts[name] / 8);
    expect(answer.answers.length - accepted.length).toBeGreaterThan(counts[name] / 5);
    expect(telling.length).toBeGreaterThan(counts[name] / 50);
  });
});

test('a refusal says what MLflow says', () => {
  const refusals = filters.runs.flatMap((filter, index) => {
    const [ids, theirs] = answers.runs.answers[index]!;
    return ids === null ? [{ filter, theirs, ours: messageOf(() => readRunFilter(filter)) }] : [];
  });
  const same = refusals.filter(({ theirs, ours }) => withoutSets(theirs) === withoutSets(ours));
  // The rest are damaged beyond what one would type, or fail only in MLflow's database.
  expect(same.length / refusals.length).toBeGreaterThan(0.75);
});

const messageOf = (read: () => unknown): string => {
  try {
    read();
    return '';
  } catch (thrown) {
    return (thrown as Error).message;
  }
};

/** Python prints a set in another order every time. */
const withoutSets = (message: string): string => message.replace(/\{.*?\}/g, '{}');

test('every right filter of runs finds the same in our own language', () => {
  const answer = answers.runs;
  const { nowMs, goalOf } = { nowMs: 0, goalOf: () => null };
  const different = filters.runs.flatMap((filter, index) => {
    const [theirs] = answer.answers[index]!;
    if (theirs === null || isLoose(filter) || hasLowerCaseStatus(filter)) return [];
    const ours = idsOrNull(answer, () => {
      const expression = parseQuery(filter);
      return expression && resolveQuery(expression, { nowMs, goalOf });
    });
    return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [{ filter, theirs, ours }];
  });
  expect(different).toEqual([]);
});

/** In our own language a status has no case, so `finished` is one. */
const hasLowerCaseStatus = (filter: string): boolean => /status.*'f/.test(filter);

/** What MLflow lets pass and we do not: clauses without AND between them, and an AND without clauses. */
const isLoose = (filter: string): boolean => {
  try {
    return parseQuery(filter) === undefined;
  } catch {
    return true;
  }
};
