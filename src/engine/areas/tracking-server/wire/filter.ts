import type { Expression } from '../../../core/query/ast.ts';
import { parseQuery } from '../../../core/query/parse.ts';
import { QueryError } from '../../../core/query/tokens.ts';
import { invalid } from './tracking-error.ts';

/** What a filter means; null for one that leaves nothing out. */
export const expressionOf = (filter: string | undefined): Expression | null => {
  try {
    return parseQuery(filter ?? '');
  } catch (thrown) {
    if (thrown instanceof QueryError) throw invalid(thrown.message);
    throw thrown;
  }
};
