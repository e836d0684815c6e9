import { columnDifference } from '../../../shared/model/comparison/column-difference.ts';
import type { RunDetail } from '../../../shared/model/run.ts';
import { machineFactNames } from '../../../shared/model/run-environment.ts';
import type { ObjectStore, Reader } from '../../ports/store-handles.ts';
import { type RunOrigin, runOriginsOf } from '../../store/run-origins.ts';
import { readEnvironments } from './read-environments.ts';

export interface TextRow {
  name: string;
  values: (string | null)[];
  differs: boolean;
}

export const textRow = (name: string, values: readonly (string | null | undefined)[]): TextRow => ({
  name,
  values: values.map((value) => value ?? null),
  differs: columnDifference(values) !== 'same',
});

/** What differs first, each part in the order of the names. */
const rowsOf = (records: readonly (Facts | null)[], names: readonly string[]): TextRow[] =>
  names
    .map((name) => {
      const values = records.map((record) => record?.[name]);
      // A run that recorded nothing of the kind says nothing about a difference.
      const known = values.filter((_, index) => records[index] !== null);
      return { ...textRow(name, values), differs: columnDifference(known) !== 'same' };
    })
    .sort((a, b) => Number(b.differs) - Number(a.differs));

type Facts = Readonly<Record<string, string>>;
const namesIn = (records: readonly (Facts | null)[]): string[] =>
  [...new Set(records.flatMap((record) => Object.keys(record ?? {})))].sort();

/** Code, machine and packages of runs side by side, as far as they were recorded. */
export const compareOrigins = async (
  reader: Reader,
  objects: Pick<ObjectStore, 'read'>,
  runIds: readonly string[],
) => {
  const origins = runOriginsOf(reader, runIds);
  const environments = await readEnvironments(reader, objects, origins);
  const machines = environments.map(({ machine }) => (Object.keys(machine).length === 0 ? null : machine));
  const packages = environments.map((environment) => environment.packages);
  const codes = origins.map(codeOf);
  return {
    environment: rowsOf(machines, machineFactNames(namesIn(machines))),
    packages: rowsOf(packages, namesIn(packages)),
    packagesKnown: packages.map((each) => each !== null),
    code: rowsOf(
      codes.map(({ facts }) => facts),
      namesIn(codes.map(({ facts }) => facts)),
    ),
    patches: codes.map(({ patch }) => patch),
  };
};

const codeOf = ({ codeJson, taggedCommit, taggedBranch, taggedSource }: RunOrigin) => {
  const code = codeJson === null ? null : (JSON.parse(codeJson) as NonNullable<RunDetail['code']>);
  const facts = {
    commit: code?.commit ?? taggedCommit,
    branch: code?.branch ?? taggedBranch,
    remote: code?.remote,
    source: taggedSource,
    'uncommitted changes': code === null ? null : code.isDirty ? 'yes' : 'none',
  };
  return {
    facts: Object.fromEntries(
      Object.entries(facts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
    patch: code?.patchArtifact ?? null,
  };
};
