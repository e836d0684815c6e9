import { exportOptions } from '../../../shared/contract/exports.ts';
import type { CommandInput } from '../../../shared/contract/index.ts';

/** What is typed: texts, and numbers that may be missing while one types. */
export interface FormValues {
  image: string;
  namespace: string;
  replicas: number | null;
  maxReplicas: number | null;
  cpuRequest: string;
  cpuLimit: string;
  memoryRequest: string;
  memoryLimit: string;
}
export type FieldName = keyof FormValues;

const hints: Record<FieldName, string> = {
  image: 'Write an image as NAME:TAG in lower case.',
  namespace: 'A namespace holds lower-case letters, digits and hyphens, at most 63.',
  replicas: 'From 1 to 1000.',
  maxReplicas: 'From 1 to 10 000.',
  cpuRequest: 'Write CPUs as 2 or thousandths as 250m.',
  cpuLimit: 'Write CPUs as 2 or thousandths as 250m.',
  memoryRequest: 'Write memory as 256Mi or 1Gi.',
  memoryLimit: 'Write memory as 256Mi or 1Gi.',
};

/** The contract's own defaults, so that the form and the command line make the same export. */
export function defaultValues(): FormValues {
  const { image = '', ...rest } = exportOptions.parse({});
  return { image, ...rest };
}

export interface CheckedValues {
  options: CommandInput<'exports.create'>['options'] | null;
  problems: Partial<Record<FieldName, string>>;
}

/** What is wrong with each field, or the options when nothing is. */
export function checkValues({ image, ...values }: FormValues): CheckedValues {
  const parsed = exportOptions.safeParse({ ...values, ...(image !== '' && { image }) });
  const problems: Partial<Record<FieldName, string>> = {};
  for (const { path } of parsed.error?.issues ?? []) {
    const field = path[0];
    if (typeof field === 'string' && field in hints) problems[field as FieldName] = hints[field as FieldName];
  }
  const { replicas, maxReplicas } = values;
  if (replicas !== null && maxReplicas !== null && maxReplicas < replicas)
    problems.maxReplicas ??= 'Not fewer than the replicas at the start.';
  const isRight = parsed.success && Object.keys(problems).length === 0;
  return { options: isRight ? parsed.data : null, problems };
}
