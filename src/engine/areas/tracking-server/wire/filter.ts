import type { ResolvedExpression } from '../../../../shared/query/ast.ts';
import { parseQuery } from '../../../../shared/query/parse.ts';
import { QueryError } from '../../../../shared/query/query-error.ts';
import { resolveQuery } from '../../../../shared/query/resolve.ts';
import { invalid } from './tracking-error.ts';

/** What a filter means; null for one that leaves nothing out. */
export const expressionOf = (filter: string | undefined): ResolvedExpression | null => {
  try {
    const expression = parseQuery(filter ?? '');
    return expression && resolveQuery(expression, { nowMs: Date.now(), goalOf: () => null });
  } catch (thrown) {
    if (thrown instanceof QueryError) throw invalid(thrown.message);
    throw thrown;
  }
};
