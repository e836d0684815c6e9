import type { TokenCounts } from '../../shared/model/trace.ts';
import { tokensOf } from '../core/traces/conventions.ts';
import { attributesOf } from '../core/traces/span-content.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';
import { setTraceMetadata, tokenUsageKey } from './trace-tags.ts';

/**
 * Tokens of traces. What a span counts already holds what the spans below it count, so only the topmost of those that count are added
 * up. Each span has its sum: what it counts itself, or else the sums of its children. A span that comes changes the sums above it, up
 * to the first that counts for itself; so a batch costs the same however many spans are there.
 */

export interface CountedSpan {
  readonly id: string;
  readonly parentId: string | null;
  /** What it counts itself. */
  readonly tokens: TokenCounts | null;
}

type Sum = readonly [input: number, output: number, total: number];
const nothing: Sum = [0, 0, 0];
const isNothing = (sum: Sum): boolean => sum.every((count) => count === 0);
const plus = (one: Sum, other: Sum): Sum => [one[0] + other[0], one[1] + other[1], one[2] + other[2]];
const minus = (one: Sum, other: Sum): Sum => [one[0] - other[0], one[1] - other[1], one[2] - other[2]];
const sumOf = (tokens: TokenCounts): Sum => [tokens.input, tokens.output, tokens.total];

/** Writes the spans by `write`, one after the other, and the tokens of the trace under the name that MLflow's clients read. */
export const countTokens = <Span extends CountedSpan>(
  writer: Writer,
  traceId: string,
  spans: readonly Span[],
  write: (span: Span) => void,
): void => {
  const isCounted =
    writer.values<number>('SELECT has_span_tokens FROM traces WHERE id = ?', [traceId])[0] === 1;
  let change = nothing;
  let isRing = false;
  for (const span of spans) {
    if (!isCounted || isRing) write(span);
    else {
      const own = placed(writer, traceId, span, write);
      isRing ||= own === 'ring';
      if (own !== 'ring') change = plus(change, own);
    }
  }
  if (!isCounted || isRing) countAnew(writer, traceId);
  else if (!isNothing(change)) say(writer, traceId, plus(sumOfSpan(writer, traceId, wholeTrace).sum, change));
};

/** By how much the trace's sum changes; 'ring' where parents go round, which is left to `countAnew`. */
const placed = <Span extends CountedSpan>(
  writer: Writer,
  traceId: string,
  span: Span,
  write: (span: Span) => void,
): Sum | 'ring' => {
  const before = parentOf(writer, traceId, span.id);
  const childrenSum = sumOfChildren(writer, traceId, span.id);
  // Children of a span that was not here yet stood at the top.
  const lost =
    before === undefined
      ? minus(nothing, childrenSum)
      : raise(writer, traceId, before, minus(nothing, sumOfSpan(writer, traceId, span.id).sum));
  write(span);
  const sum = span.tokens === null ? childrenSum : sumOf(span.tokens);
  keep(writer, traceId, span.id, { sum, isOwn: span.tokens !== null });
  if (lost === 'ring' || closesRing(writer, traceId, span)) return 'ring';
  const won = raise(writer, traceId, span.parentId, sum);
  return won === 'ring' ? won : plus(lost, won);
};

/** Adds to the sums from `first` upwards; answers what arrives at the top. */
const raise = (writer: Writer, traceId: string, first: string | null, change: Sum): Sum | 'ring' => {
  const seen = new Set<string>();
  for (let id = first; id !== null; ) {
    const parent = parentOf(writer, traceId, id);
    if (parent === undefined) return change;
    if (seen.has(id)) return 'ring';
    seen.add(id);
    const { sum, isOwn } = sumOfSpan(writer, traceId, id);
    if (isOwn) return nothing;
    if (!isNothing(change)) keep(writer, traceId, id, { sum: plus(sum, change), isOwn });
    id = parent;
  }
  return change;
};

/** Only a span that has others below it can. */
const closesRing = (reader: Reader, traceId: string, { id, parentId }: CountedSpan): boolean => {
  if (
    reader.values('SELECT 1 FROM spans WHERE trace_id = ? AND parent_id = ? LIMIT 1', [traceId, id])
      .length === 0
  )
    return false;
  const seen = new Set([id]);
  for (let above: string | null | undefined = parentId; typeof above === 'string'; ) {
    if (seen.has(above)) return true;
    seen.add(above);
    above = parentOf(reader, traceId, above);
  }
  return false;
};

/** Undefined for a span that is not here. */
const parentOf = (reader: Reader, traceId: string, id: string): string | null | undefined =>
  reader.values<string | null>('SELECT parent_id FROM spans WHERE trace_id = ? AND id = ?', [traceId, id])[0];

const sumOfSpan = (reader: Reader, traceId: string, id: string): { sum: Sum; isOwn: boolean } => {
  const [row] = reader.tuples<[...Sum, number]>(
    'SELECT input_tokens, output_tokens, total_tokens, is_own FROM span_tokens WHERE trace_id = ? AND span_id = ?',
    [traceId, id],
  );
  return row === undefined
    ? { sum: nothing, isOwn: false }
    : { sum: [row[0], row[1], row[2]], isOwn: row[3] === 1 };
};

const sumOfChildren = (reader: Reader, traceId: string, id: string): Sum =>
  reader.tuples<[number, number, number]>(
    `SELECT coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), coalesce(sum(total_tokens), 0)
     FROM spans JOIN span_tokens AS counted ON counted.trace_id = spans.trace_id AND counted.span_id = spans.id
     WHERE spans.trace_id = ? AND spans.parent_id = ? AND spans.id <> spans.parent_id`,
    [traceId, id],
  )[0] ?? nothing;

const keep = (
  writer: Writer,
  traceId: string,
  id: string,
  { sum, isOwn }: { sum: Sum; isOwn: boolean },
): void => {
  if (isNothing(sum) && !isOwn)
    writer.run('DELETE FROM span_tokens WHERE trace_id = ? AND span_id = ?', [traceId, id]);
  else
    writer.run(
      `INSERT INTO span_tokens (trace_id, span_id, is_own, input_tokens, output_tokens, total_tokens) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET is_own = excluded.is_own, input_tokens = excluded.input_tokens,
         output_tokens = excluded.output_tokens, total_tokens = excluded.total_tokens`,
      [traceId, id, isOwn ? 1 : 0, ...sum],
    );
};

/** Reads all spans: of a trace whose spans were never counted, or whose parents go round. What is in a ring stands below nothing and counts nowhere. */
const countAnew = (writer: Writer, traceId: string): void => {
  writer.run('DELETE FROM span_tokens WHERE trace_id = ? AND span_id <> ?', [traceId, wholeTrace]);
  writer.run('UPDATE traces SET has_span_tokens = 1 WHERE id = ?', [traceId]);
  const parents = new Map(
    writer.tuples<[string, string | null]>('SELECT id, parent_id FROM spans WHERE trace_id = ?', [traceId]),
  );
  const own = ownSums(writer, traceId);
  const sums = new Map<string, Sum>();
  let top = nothing;
  for (const id of childrenFirst(parents)) {
    const sum = own.get(id) ?? sums.get(id) ?? nothing;
    keep(writer, traceId, id, { sum, isOwn: own.has(id) });
    const parent = parents.get(id) ?? null;
    if (parent === null || !parents.has(parent)) top = plus(top, sum);
    else sums.set(parent, plus(sums.get(parent) ?? nothing, sum));
  }
  say(writer, traceId, top);
};

const ownSums = (reader: Reader, traceId: string): ReadonlyMap<string, Sum> =>
  new Map(
    reader
      // Reading JSON costs more than looking for a word in it.
      .all<{ id: string; document_json: string }>(
        `SELECT id, document_json FROM spans WHERE trace_id = ? AND instr(document_json, 'oken') > 0`,
        [traceId],
      )
      .flatMap(({ id, document_json }): [string, Sum][] => {
        const tokens = tokensOf(attributesOf(JSON.parse(document_json) as Record<string, unknown>));
        return tokens === null ? [] : [[id, sumOf(tokens)]];
      }),
  );

/** Every span after those below it; those in rings are not among them. */
const childrenFirst = (parents: ReadonlyMap<string, string | null>): string[] => {
  const waitingFor = new Map<string, number>();
  for (const parent of parents.values())
    if (parent !== null) waitingFor.set(parent, (waitingFor.get(parent) ?? 0) + 1);
  const order = [...parents.keys()].filter((id) => !waitingFor.has(id));
  for (const id of order) {
    const parent = parents.get(id) ?? null;
    if (parent === null || !parents.has(parent)) continue;
    const left = (waitingFor.get(parent) ?? 0) - 1;
    waitingFor.set(parent, left);
    if (left === 0) order.push(parent);
  }
  return order;
};

/** Where the sum of the whole trace is kept; no span is called so. */
const wholeTrace = '';

const say = (writer: Writer, traceId: string, sum: Sum): void => {
  const before = sumOfSpan(writer, traceId, wholeTrace).sum;
  if (isNothing(minus(sum, before))) return;
  keep(writer, traceId, wholeTrace, { sum, isOwn: false });
  const [input_tokens, output_tokens, total_tokens] = sum;
  setTraceMetadata(
    writer,
    traceId,
    tokenUsageKey,
    JSON.stringify({ input_tokens, output_tokens, total_tokens }),
  );
};
