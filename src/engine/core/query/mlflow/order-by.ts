import { pythonText } from './clauses.ts';
import { pythonSet } from './conditions.ts';
import { type Field, readField } from './entity-fields.ts';
import { nodesOf } from './nodes.ts';
import { refused } from './refusal.ts';
import { experimentField } from './search-experiments.ts';
import { readRunOrder } from './search-runs.ts';
import { traceOrderField } from './search-traces.ts';

export interface Order {
  readonly entity: 'metric' | 'parameter' | 'tag' | 'attribute';
  readonly name: string;
  readonly descending: boolean;
}

/** `order_by` of `runs/search`; facts by our names. Behind it: `start_time DESC, run_id ASC`, NaN after values, absent ones last. */
export const readRunOrders = (written: readonly string[]): Order[] =>
  withoutRepeats(
    written,
    written.map((each) => {
      const { identifier, descending } = readClause(each);
      const { entity, name } = readRunOrder(identifier);
      return { entity: entity as Order['entity'], name, descending };
    }),
  );

/** Of `experiments/search`; when empty `creation_time DESC, experiment_id ASC`, else `experiment_id DESC` behind it. */
export const readExperimentOrders = (written: readonly string[]): Order[] =>
  written.map((each) => ofFact(each, experimentField));

/** Of `registered-models/search`; behind it `name ASC`. `timestamp` is `last_updated_timestamp`. */
export const readRegisteredModelOrders = (written: readonly string[]): Order[] =>
  withoutRepeats(
    written,
    written.map((each) => {
      const { identifier, descending } = readClause(each);
      const name = identifier.trim();
      if (!['name', 'timestamp', 'last_updated_timestamp'].includes(name))
        throw refused(
          `Invalid order by key '${name}' specified. Valid keys are '${pythonSet(['name', 'timestamp'])}'`,
        );
      return {
        entity: 'attribute',
        name: name === 'timestamp' ? 'last_updated_timestamp' : name,
        descending,
      };
    }),
  );

const versionFacts = ['name', 'version_number', 'creation_timestamp', 'last_updated_timestamp'];

/** Of `model-versions/search`; when empty `last_updated_timestamp DESC`; behind it `name ASC, version_number DESC`. */
export const readModelVersionOrders = (written: readonly string[]): Order[] =>
  withoutRepeats(
    written,
    written.map((each) =>
      ofFact(each, (identifier) =>
        readField(identifier, {
          validNames: versionFacts,
          entityWords: ['attribute', 'attributes', 'tag', 'tags'],
          mayQuoteNames: true,
        }),
      ),
    ),
  );

/** Of `traces/search`; behind it `timestamp_ms DESC, request_id ASC`. */
export const readTraceOrders = (written: readonly string[]): Order[] =>
  withoutRepeats(
    written,
    written.map((each) => {
      const { identifier, descending } = readClause(each);
      return { ...traceOrderField(identifier), descending };
    }),
  );

const ofFact = (written: string, fieldOf: (identifier: string) => Field): Order => {
  const { identifier, descending } = readClause(written);
  const { entity, name } = fieldOf(identifier);
  if (entity === 'tag') throw refused('Invalid order_by entity: tag');
  return { entity, name, descending };
};

const readClause = (written: string): { identifier: string; descending: boolean } => {
  const unreadable = () => refused(`Invalid order_by clause '${written}'. Could not be parsed.`);
  if (written !== written.trim()) throw unreadable();
  const [identifier, direction, ...rest] = nodesOf(written);
  if (identifier?.kind !== 'identifier' || rest.length > 0) throw unreadable();
  if (direction === undefined) return { identifier: identifier.text, descending: false };
  const word = direction.text.toLowerCase();
  if (!['identifier', 'keyword'].includes(direction.kind) || /\s/.test(word)) throw unreadable();
  if (word !== 'asc' && word !== 'desc')
    throw refused(`Invalid ordering key in order_by clause '${written}'.`);
  return { identifier: identifier.text, descending: word === 'desc' };
};

const maxTerms = 100;

const withoutRepeats = (written: readonly string[], orders: readonly Order[]): Order[] => {
  if (written.length > maxTerms) throw refused(`\`order_by\` may name at most ${maxTerms} fields.`);
  const seen = new Set<string>();
  for (const { entity, name } of orders) {
    const key = JSON.stringify([entity, name]);
    if (seen.has(key))
      throw refused(`\`order_by\` contains duplicate fields: [${written.map(pythonText).join(', ')}]`);
    seen.add(key);
  }
  return [...orders];
};
