import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnProfile, DatasetProfile } from '../../../../shared/model/dataset.ts';
import type { WorkContext } from '../../../ports/data-engine.ts';
import type { Relation } from '../relation.ts';
import { profileLarge } from './profile-large.ts';
import { profileNumbers } from './profile-numbers.ts';
import { profileTexts } from './profile-texts.ts';
import { isMeasured } from './profiled-column.ts';

/** Up to here everything is counted and sorted exactly. */
const exactRows = 1_000_000;

const countDuplicates = async (connection: DuckDBConnection, relation: Relation): Promise<number> => {
  const expressions = relation.columns.map(({ expression }) => expression);
  // Two different rows with the same 64 bits: less than 1 in 10⁷ for a million rows.
  const reader = await connection.runAndReadAll(
    `SELECT count(*) - count(DISTINCT hash(${expressions.join(', ')})) FROM ${relation.from}`,
  );
  return Number(reader.getRows()[0]![0]);
};

const countRows = async (connection: DuckDBConnection, relation: Relation): Promise<number> => {
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${relation.from}`);
  return Number(reader.getRows()[0]![0]);
};

type ProfiledContent = Pick<DatasetProfile, 'rowCount' | 'columns' | 'duplicateRows' | 'method'>;

/** `connections`: two, so that texts are grouped by DuckDB while numbers are sorted here. */
export const profileRelation = async (
  connections: readonly [DuckDBConnection, DuckDBConnection],
  relation: Relation,
  context: WorkContext,
  phase: string,
): Promise<ProfiledContent> => {
  const [connection, other] = connections;
  const rowCount = await countRows(connection, relation);
  const profiles = new Map<string, ColumnProfile>();
  const total = relation.columns.length;
  const done = (profile: ColumnProfile) => {
    profiles.set(profile.name, profile);
    context.progress?.({ phase, completed: profiles.size, total });
  };
  const batch = { connection, relation, rowCount, signal: context.signal };
  const isExact = rowCount <= exactRows;
  const numbers = relation.columns.filter(isMeasured);
  const texts = relation.columns.filter((column) => !isMeasured(column));
  const duplicateRows = isExact
    ? await Promise.all([
        profileNumbers(batch, numbers, done),
        profileTexts({ ...batch, connection: other }, texts, done).then(() =>
          countDuplicates(other, relation),
        ),
      ]).then(([, duplicates]) => duplicates)
    : await profileLarge(batch, relation.columns, done).then(() => null);
  return {
    rowCount,
    columns: relation.columns.map(({ name }) => profiles.get(name)!),
    duplicateRows,
    method: isExact
      ? 'exact: sorted values (quantiles type 7), grouped texts; duplicates by 64-bit hash'
      : 'approximate: HyperLogLog distinct counts, t-digest quantiles, space-saving most common values; counts, moments and histograms exact',
  };
};
