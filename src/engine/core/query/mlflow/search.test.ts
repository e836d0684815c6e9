/** What MLflow 3.18 was seen to accept and refuse; test/interop/query.test.ts asks the real one about thousands more. */
import { describe, expect, it } from 'vitest';
import { printQuery } from '../../../../shared/query/print.ts';
import {
  readExperimentOrders,
  readModelVersionOrders,
  readRegisteredModelOrders,
  readRunOrders,
} from './order-by.ts';
import { readExperimentFilter } from './search-experiments.ts';
import { readLoggedModelFilter } from './search-logged-models.ts';
import { readModelVersionFilter, readRegisteredModelFilter } from './search-registry.ts';
import { readRunFilter } from './search-runs.ts';

describe('readRunFilter', () => {
  it.each([
    ['', ''],
    ['AND', ''],
    ['metrics.a>-1e3 and metric.`a b` < .5', 'metrics.a > -1000 AND metrics.`a b` < 0.5'],
    ['params."a b" = "x" parameters.a.b.c != \'\'', "params.`a b` = 'x' AND params.a.b.c != ''"],
    ["tag.a like '%A' AND tags.b ILike 'a'", "tags.a LIKE '%A' AND tags.b ILIKE 'a'"],
    ["tags.a = 'it''s'", "tags.a = 'it''''s'"],
    ['params.a IS NULL AND tags.b is not null', 'params.a IS NULL AND tags.b IS NOT NULL'],
    [
      "\"run name\" = 'x' AND created > 1 AND attr.user_id = 'u'",
      "name = 'x' AND start_time > 1 AND user = 'u'",
    ],
    ["run_id NOT IN ('a' \"b\", 'c\\n',)", "run_id NOT IN ('ab', 'c\n')"],
    ["datasets.name NOT IN ('a')", "datasets.name NOT IN ('a')"],
    ["status != 'FINISHED'", "status IN ('running', 'scheduled', 'failed', 'killed')"],
    ["status ILIKE 'f%'", "status IN ('finished', 'failed')"],
    ["status = 'finished'", 'status IN ()'],
  ])('reads %s', (filter, text) => {
    expect(printQuery(readRunFilter(filter))).toBe(text);
  });

  it.each([
    ['   ', "Invalid filter '   '. Could not be parsed."],
    ['metrics.a > 1 OR metrics.b > 1', "Invalid clause(s) in filter string: 'OR'"],
    ['(metrics.a > 1)', "Invalid clause(s) in filter string: '(metrics.a > 1)'"],
    ['metrics.a BETWEEN 1 AND 2', "Invalid clause(s) in filter string: 'metrics.a', 'BETWEEN', '1', '2'"],
    ['metrics.a > 1;', "Invalid clause(s) in filter string: ';'"],
    [
      "tags.a = 'x'; tags.b = 'y'",
      "Search filter contained multiple expression \"tags.a = 'x'; tags.b = 'y'\". Provide AND-ed expression list.",
    ],
    ["metrics.a > '1'", "Expected numeric value type for metric. Found '1'"],
    ['metrics.a == 1', "Invalid comparator '==' not one of '{'>', '>=', '!=', '=', '<', '<='}"],
    [
      'params.a = x',
      'Parameter value is either not quoted or unidentified quote types used for string value x. Use either single or double quotes.',
    ],
    ['params.a = 1', "Expected a quoted string value for parameter (e.g. 'my-value'). Got value 1"],
    [
      "bogus.a = 'x'",
      "Invalid entity type 'bogus'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']",
    ],
    ["TAGS.a = 'x'", "Invalid entity type 'TAGS'."],
    ["lifecycle_stage = 'active'", "Invalid attribute key 'lifecycle_stage' specified. Valid keys are '{"],
    ["dataset.x = 'a'", "Invalid dataset key 'x' specified. Valid keys are '{'name', 'digest', 'context'}'"],
    ['1 > metrics.a', "Invalid comparison clause. Expected 'Identifier' found '1'"],
    [
      'metrics.a IS NULL',
      "IS NULL / IS NOT NULL is only supported for tags and params, not for 'metric' 'a'",
    ],
    ["status IN ('a')", "Only ['run_id'] attributes support comparison with a list of quoted string values."],
    ['run_id IN ()', 'expected a non-empty list of string values, but got empty list'],
    ["run_id IN ('a', 1)", 'but got different type in list'],
    ['run_id IN (a)', 'but got ill-formed list'],
    ["run_id = ('a')", "Comparator '=' takes a single value"],
    ["start_time = '1'", "Expected numeric value type for numeric attribute: start_time. Found '1'"],
    ["tags.a = 'x' tags.b IS NULL", "Invalid clause(s) in filter string: 'tags.b', 'IS', 'NULL'"],
    ["tags.in = 'x'", "Invalid clause(s) in filter string: 'tags.', 'in'"],
  ])('refuses %s', (filter, message) => {
    expect(() => readRunFilter(filter)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(() => readRunFilter(filter)).toThrow(message);
  });
});

describe('a filter that is made to take long', () => {
  const many = 100_000;

  it.each([
    ['opens', '('.repeat(many), 'at most 100 levels deep'],
    ['closes', ')'.repeat(many), 'Invalid clause(s)'],
    ['opens and closes', '()'.repeat(many), 'Invalid clause(s)'],
    ['has comments without an end', '/*'.repeat(many), 'Invalid clause(s)'],
    ['has lines of another kind', `${'-'.repeat(many)}\u2028`, 'Invalid clause(s)'],
    ['has several statements', `a = 1; ${'b'.repeat(many)}`, 'multiple expression'],
    ['names a long thing', `${'b'.repeat(many)} = 1`, 'Invalid attribute key'],
    ['lists much', `run_id IN (${' '.repeat(many)}${"'a',".repeat(many / 4)}1)`, 'different type in list'],
    ['has a long value', `metrics.a > '${'b'.repeat(many)}'`, 'Expected numeric'],
  ])('is read in a moment, and quoted in part: %s', (_name, filter, message) => {
    const startMs = performance.now();
    for (const read of [readRunFilter, readLoggedModelFilter]) {
      let said = '';
      try {
        read(filter);
      } catch (thrown) {
        said = (thrown as Error).message;
      }
      expect(said.length).toBeLessThan(2100);
      if (read === readRunFilter) expect(said).toContain(message);
    }
    // The square of as many takes minutes.
    expect(performance.now() - startMs).toBeLessThan(5000);
  });

  it.each([
    ['a status with many signs for any text', `status LIKE '${'%'.repeat(60)}x'`],
    ['a name in backticks', `name = 'x' AND ${'`'.repeat(many)}x = 'a'`],
  ])('%s', (_name, filter) => {
    const startMs = performance.now();
    for (const read of [readRunFilter, readLoggedModelFilter])
      try {
        read(filter);
      } catch (thrown) {
        expect((thrown as Error).message.length).toBeLessThan(2100);
      }
    expect(performance.now() - startMs).toBeLessThan(5000);
  });
});

describe('the other searches', () => {
  const noPrompt = "NOT tags.mlflow.prompt.is_prompt = 'true'";

  it.each([
    [
      readExperimentFilter,
      "attributes.`name` like 'a%' AND tags.x IS NULL",
      "name LIKE 'a%' AND tags.x IS NULL",
    ],
    [readExperimentFilter, "experiment_id IN ('1', '2')", 'experiment_id IN (1, 2)'],
    [readRegisteredModelFilter, '', noPrompt],
    [readRegisteredModelFilter, "name IN ('a')", `name IN ('a') AND ${noPrompt}`],
    [readRegisteredModelFilter, "tags.`mlflow.prompt.is_prompt` != 'true'", noPrompt],
    [
      readRegisteredModelFilter,
      "tags.`mlflow.prompt.is_prompt` = 'true'",
      "tags.mlflow.prompt.is_prompt = 'true'",
    ],
    [readModelVersionFilter, "version_number = '2'", `version_number = 2 AND ${noPrompt}`],
    [
      readLoggedModelFilter,
      'creation_time > 1.5 AND params.a = 1 AND name IN ()',
      "creation_timestamp > 1.5 AND params.a = '1' AND name IN ()",
    ],
  ])('%o reads %s', (read, filter, text) => {
    expect(printQuery(read(filter))).toBe(text);
  });

  it.each([
    [readExperimentFilter, "a = 'x' OR b = 'y'", 'Invalid clause(s) in filter string: OR'],
    [readExperimentFilter, 'creation_time > 1.5', "Invalid value for numeric attribute 'creation_time': 1.5"],
    [readExperimentFilter, "name > 'x'", "Invalid comparator '>' not one of"],
    [
      readExperimentFilter,
      "experiment_id = 'a'",
      "Invalid experiment ID 'a'. Experiment ID must be a valid integer.",
    ],
    [readRegisteredModelFilter, "`name` = 'x'", "Invalid attribute key '`name`' specified."],
    [
      readRegisteredModelFilter,
      "attributes.name = 'x'",
      "Invalid entity type 'attributes'. Valid entity types are ('attribute', 'tag', 'tags')",
    ],
    [readModelVersionFilter, "source_path IN ('x')", "Only ['name', 'run_id'] attributes support"],
    [
      readModelVersionFilter,
      'version_number LIKE 1',
      'Invalid comparator for attribute version_number: LIKE',
    ],
    [readModelVersionFilter, 'tags.a IS NULL', 'is not supported for model version search.'],
    [readLoggedModelFilter, 'metric.a > 1', "Invalid entity type: 'metric'."],
    [readLoggedModelFilter, "status > 'x'", "Invalid comparison operator for attributes.status: '>'."],
    [readLoggedModelFilter, "colour = 'x'", "Invalid attribute key 'colour' specified."],
    [readLoggedModelFilter, "name = 'x';", "Expected a list of comparisons separated by 'AND'"],
  ])('%o refuses %s', (read, filter, message) => {
    expect(() => read(filter)).toThrow(message);
  });
});

describe('order_by', () => {
  it('reads keys and directions', () => {
    expect(readRunOrders(['metrics.`a b` DESC', 'Created', "tags.'x y' asc"])).toEqual([
      { entity: 'metric', name: 'a b', descending: true },
      { entity: 'attribute', name: 'start_time', descending: false },
      { entity: 'tag', name: 'x y', descending: false },
    ]);
    expect(readRegisteredModelOrders(['timestamp DESC'])).toMatchObject([{ name: 'last_updated_timestamp' }]);
    expect(readModelVersionOrders(['version_number desc'])).toMatchObject([{ descending: true }]);
    expect(readExperimentOrders(['attribute.name'])).toMatchObject([{ name: 'name', descending: false }]);
  });

  it.each([
    [readRunOrders, ['foo bar baz'], "Invalid order_by clause 'foo bar baz'. Could not be parsed."],
    [readRunOrders, ['metrics.x foo'], "Invalid ordering key in order_by clause 'metrics.x foo'."],
    [readRunOrders, ['metrics.x DESC NULLS LAST'], 'Could not be parsed.'],
    [readRunOrders, ['foo'], "Invalid attribute key 'foo' specified."],
    [readRunOrders, ['dataset.name'], "Invalid identifier type 'dataset'"],
    [
      readRunOrders,
      ['created', 'start_time DESC'],
      "`order_by` contains duplicate fields: ['created', 'start_time DESC']",
    ],
    [
      readRegisteredModelOrders,
      ['creation_timestamp'],
      "Invalid order by key 'creation_timestamp' specified.",
    ],
    [readExperimentOrders, ['tags.x'], 'Invalid order_by entity: tag'],
  ])('%o refuses %s', (read, written, message) => {
    expect(() => read(written)).toThrow(message);
  });
});
