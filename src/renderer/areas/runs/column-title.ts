import { type RunColumn, readRunColumn } from '../../../shared/model/run-column.ts';

const facts: Readonly<Record<string, string>> = {
  run_id: 'id',
  start_time: 'started',
  end_time: 'ended',
  dataset: 'data',
  models: 'registered as',
  artifact_uri: 'artifact location',
  artifact_size: 'artifacts',
};

/** What a column is called above its numbers. */
export const columnTitle = (key: string): string => titleOf(readRunColumn(key));

const titleOf = ({ entity, name, aggregate }: RunColumn): string => {
  if (entity === 'attribute') return facts[name] ?? name;
  if (aggregate === undefined) return name;
  if (typeof aggregate === 'string') return `${aggregate} ${name}`;
  return 'step' in aggregate ? `${name} at ${aggregate.step}` : `${name} at ${aggregate.at} ${aggregate.of}`;
};

/** Said on hover: what exactly is shown. */
export const columnHint = (key: string, goal: 'maximize' | 'minimize' | null | undefined): string => {
  const { entity, name } = readRunColumn(key);
  if (entity === 'parameter') return `parameter ${name}`;
  if (entity === 'tag') return `tag ${name}`;
  if (entity === 'attribute') return columnTitle(key);
  const better = goal === 'maximize' ? ': more is better' : goal === 'minimize' ? ': less is better' : '';
  return `${columnTitle(key)}${better}`;
};
