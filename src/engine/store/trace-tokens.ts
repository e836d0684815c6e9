import type { TokenCounts } from '../../shared/model/trace.ts';
import { tokensOf } from '../core/traces/conventions.ts';
import { attributesOf } from '../core/traces/span-content.ts';
import type { Writer } from '../ports/store-handles.ts';
import { tokenUsageKey } from './trace-lists.ts';
import { setTraceMetadata } from './traces.ts';

/**
 * Adds up the tokens of a trace, under the name that MLflow's clients read. What a span counts already holds what the spans below it
 * count, so only the topmost of them are added. Spans come in any order, so that all of the trace are looked at.
 */
export const sumTokens = (writer: Writer, traceId: string): void => {
  const counted = new Map(
    writer
      // Reading JSON costs more than looking for a word in it.
      .all<{ id: string; document_json: string }>(
        `SELECT id, document_json FROM spans WHERE trace_id = ? AND instr(document_json, 'oken') > 0`,
        [traceId],
      )
      .flatMap(({ id, document_json }): [string, TokenCounts][] => {
        const tokens = tokensOf(attributesOf(JSON.parse(document_json) as Record<string, unknown>));
        return tokens === null ? [] : [[id, tokens]];
      }),
  );
  if (counted.size === 0) return;
  const parents = new Map(
    writer.tuples<[string, string | null]>('SELECT id, parent_id FROM spans WHERE trace_id = ?', [traceId]),
  );
  const sum = { input_tokens: 0, output_tokens: 0, total_tokens: 0 };
  for (const [id, { input, output, total }] of counted) {
    if (isBelowCounted(id, parents, counted)) continue;
    sum.input_tokens += input;
    sum.output_tokens += output;
    sum.total_tokens += total;
  }
  setTraceMetadata(writer, traceId, tokenUsageKey, JSON.stringify(sum));
};

const isBelowCounted = (
  id: string,
  parents: ReadonlyMap<string, string | null>,
  counted: ReadonlyMap<string, unknown>,
): boolean => {
  const seen = new Set([id]);
  for (
    let above = parents.get(id);
    typeof above === 'string' && !seen.has(above);
    above = parents.get(above)
  ) {
    if (counted.has(above)) return true;
    seen.add(above);
  }
  return false;
};
