import { pythonText } from '../../../core/query/mlflow/clauses.ts';

/** Values as Python prints them, which is how MLflow's messages name them. */

export const pythonFloat = (value: number): string => {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16))
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  const plain = String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
};

export const pythonTuple = (texts: readonly string[]): string => `(${texts.map(pythonText).join(', ')})`;
