import type { Entries } from '../../../ports/foreign-runs.ts';

export type MetaValue = string | number | null | Entries;

/** A flat `meta.yaml` with sorted keys, as MLflow writes it and both its reader and ours read it quickly. */
export const formatMetaYaml = (values: Readonly<Record<string, MetaValue>>): string =>
  Object.keys(values)
    .sort()
    .map((key) => `${key}:${formatValue(values[key] ?? null)}\n`)
    .join('');

const formatValue = (value: MetaValue): string => {
  if (value === null) return ' null';
  if (typeof value === 'number') return ` ${value}`;
  if (typeof value === 'string') return ` ${formatText(value)}`;
  if (value.length === 0) return ' {}';
  return value.map(([key, text]) => `\n  ${formatText(key)}: ${formatText(text)}`).join('');
};

/** Single quotes take everything on one line as it is; what is left is escaped as in JSON, which YAML has taken over. */
const formatText = (text: string): string =>
  /^[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe]*$/.test(text)
    ? `'${text.replaceAll("'", "''")}'`
    : JSON.stringify(text).replaceAll(/[\x7f-\x9f\u2028\u2029\ufeff]/g, escaped);

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
