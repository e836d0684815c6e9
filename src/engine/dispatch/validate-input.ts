import type { z } from 'zod';
import type { CommandSpec } from '../../shared/contract/command.ts';
import { EngineError } from '../../shared/errors.ts';

/** The input as the contract means it, defaults filled in. Error `invalid-input` names every wrong field and what was expected. */
export const validateInput = (command: string, spec: CommandSpec, input: unknown): unknown => {
  const parsed = spec.input.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(describeIssue);
  const [first] = issues;
  throw new EngineError('invalid-input', `${command}: ${issues.map((issue) => issue.text).join('; ')}.`, {
    details: { field: first?.field, issues: issues.map(({ field, message }) => ({ field, message })) },
  });
};

const describeIssue = (issue: z.core.$ZodIssue) => {
  const field = issue.path.map(String).join('.');
  const message = issue.message.replace(/^Invalid input: /, '').replace(/\.$/, '');
  return { field, message, text: field === '' ? message : `“${field}” is wrong: ${message}` };
};
