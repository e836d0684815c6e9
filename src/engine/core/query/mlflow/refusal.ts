import { EngineError } from '../../../../shared/errors.ts';

const maxLength = 2000;

/** MLflow's error INVALID_PARAMETER_VALUE. What it quotes of a filter may be of any length. */
export const refused = (message: string): EngineError =>
  new EngineError('invalid-input', excerpt(message, maxLength));

/** The beginning of a text that is too long to be read. */
export const excerpt = (text: string, length = 500): string =>
  text.length <= length ? text : `${text.slice(0, length)}…`;
