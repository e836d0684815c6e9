import type { TokenCounts } from '../../shared/model/trace.ts';
import { tokensOf } from '../core/traces/conventions.ts';
import { attributesOf } from '../core/traces/span-content.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';
import { setTraceMetadata, tokenUsageKey } from './trace-tags.ts';

/**
 * Tokens of traces. What a span counts already holds what the spans below it count, so only the topmost of those that count are added
 * up. Each span has its sum: what it counts itself, or else the sums of its children. Spans that come change the sums above them, up to
 * the first that counts for itself. Each sum changes once for all spans of a batch, and where nothing changes nothing is read; so a batch
 * costs the same however many spans are there, and no more than the way to the top besides.
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

interface Node {
  readonly parentId: string | null;
  readonly sum: Sum;
  /** Whether the sum is what it counts itself. */
  readonly isOwn: boolean;
}

/** A span that comes, and what was known of it before: null of a new one. */
interface Arrival {
  readonly span: CountedSpan;
  readonly before: Node | null;
  /** Its children of before, in sum; read where its sum is made of them anew. */
  readonly childrenSum: Sum;
  /** Whether it hangs elsewhere than before, with children below it. */
  readonly movesOthers: boolean;
}

/** Writes the spans by `write`, one after the other, and the tokens of the trace under the name that MLflow's clients read. */
export const countTokens = <Span extends CountedSpan>(
  writer: Writer,
  traceId: string,
  spans: readonly Span[],
  write: (span: Span) => void,
): void => {
  const isCounted =
    writer.values<number>('SELECT has_span_tokens FROM traces WHERE id = ?', [traceId])[0] === 1;
  // Of a span that comes twice the last one counts.
  const last = new Map(spans.map((span) => [span.id, span]));
  const arrivals = new Map(
    isCounted ? [...last].map(([id, span]) => [id, arrivalOf(writer, traceId, span)]) : [],
  );
  for (const span of spans) write(span);
  if (!isCounted || hasRing(writer, traceId, arrivals)) countAnew(writer, traceId);
  else countChanges(writer, traceId, arrivals);
};

const arrivalOf = (reader: Reader, traceId: string, span: CountedSpan): Arrival => {
  const before = nodeOf(reader, traceId, span.id);
  const isMadeAnew = before === null || (before.isOwn && span.tokens === null);
  return {
    span,
    before,
    childrenSum: isMadeAnew ? sumOfChildren(reader, traceId, span.id) : nothing,
    movesOthers: before?.parentId !== span.parentId && hasChildren(reader, traceId, span.id),
  };
};

/**
 * Whether parents go round, which they did not before. A ring is of spans that come alone, or goes through one that moves others; so only
 * from those the whole way up is looked at.
 */
const hasRing = (reader: Reader, traceId: string, arrivals: ReadonlyMap<string, Arrival>): boolean => {
  const aboveInBatch = (id: string) => arrivals.get(id)?.span.parentId ?? null;
  const above = (id: string) =>
    arrivals.has(id) ? aboveInBatch(id) : (nodeOf(reader, traceId, id)?.parentId ?? null);
  const moving = [...arrivals.values()].filter(({ movesOthers }) => movesOthers).map(({ span }) => span.id);
  return goesRound([...arrivals.keys()], aboveInBatch) || goesRound(moving, above);
};

/** No step is taken twice. */
const goesRound = (ids: readonly string[], above: (id: string) => string | null): boolean => {
  const cameFrom = new Map<string, string>();
  for (const first of ids)
    for (let id: string | null = first; id !== null; id = above(id)) {
      const known = cameFrom.get(id);
      if (known === first) return true;
      if (known !== undefined) break;
      cameFrom.set(id, first);
    }
  return false;
};

/** Carries what has changed upwards, each span after those below it. */
const countChanges = (writer: Writer, traceId: string, arrivals: ReadonlyMap<string, Arrival>): void => {
  const known = new Map<string, Node | null>();
  /** As it was before, in the place where it is now; a new one with the sum of nothing. */
  const node = (id: string): Node | null => {
    const { span, before } = arrivals.get(id) ?? {};
    if (span !== undefined)
      return { parentId: span.parentId, sum: before?.sum ?? nothing, isOwn: span.tokens !== null };
    if (!known.has(id)) known.set(id, nodeOf(writer, traceId, id));
    return known.get(id)!;
  };
  const under = (parentId: string | null): string =>
    parentId !== null && node(parentId) !== null ? parentId : wholeTrace;
  const isOwn = (id: string): boolean => id !== wholeTrace && node(id)!.isOwn;

  /** By how much what hangs on a span counts more than before. One that counts for itself takes no notice. */
  const gains = new Map<string, Sum>();
  const give = (id: string, sum: Sum): void => {
    if (!isNothing(sum) && !isOwn(id)) gains.set(id, plus(gains.get(id) ?? nothing, sum));
  };
  for (const { span, before, childrenSum } of arrivals.values()) {
    // Children of a span that was not here yet stood at the top.
    if (before === null) give(wholeTrace, minus(nothing, childrenSum));
    else if (before.parentId !== span.parentId) {
      give(under(before.parentId), minus(nothing, before.sum));
      give(under(span.parentId), before.sum);
    }
  }

  const newSum = (id: string): Sum => {
    const { span, before, childrenSum } = arrivals.get(id) ?? {};
    if (span?.tokens) return sumOf(span.tokens);
    const isMadeAnew = span !== undefined && (before == null || before.isOwn);
    return plus(isMadeAnew ? childrenSum! : node(id)!.sum, gains.get(id) ?? nothing);
  };
  const changed = new Set<string>();
  for (const first of [...arrivals.keys(), ...gains.keys()]) {
    if (first === wholeTrace || isNothing(minus(newSum(first), node(first)!.sum))) continue;
    for (let id = first; id !== wholeTrace && !changed.has(id) && (id === first || !isOwn(id)); ) {
      changed.add(id);
      id = under(node(id)!.parentId);
    }
  }
  for (const [id, { before }] of arrivals) if ((before?.isOwn ?? false) !== isOwn(id)) changed.add(id);

  const parents = new Map([...changed].map((id) => [id, node(id)!.parentId]));
  for (const id of childrenFirst(parents)) {
    const sum = newSum(id);
    give(under(node(id)!.parentId), minus(sum, node(id)!.sum));
    keep(writer, traceId, id, { sum, isOwn: isOwn(id) });
  }
  const change = gains.get(wholeTrace) ?? nothing;
  if (!isNothing(change)) say(writer, traceId, plus(sumOfTrace(writer, traceId), change));
};

/** Null of a span that is not here. */
const nodeOf = (reader: Reader, traceId: string, id: string): Node | null => {
  const [row] = reader.tuples<[string | null, ...Sum, number]>(
    `SELECT parent_id, coalesce(input_tokens, 0), coalesce(output_tokens, 0), coalesce(total_tokens, 0), coalesce(is_own, 0)
     FROM spans LEFT JOIN span_tokens ON span_tokens.trace_id = spans.trace_id AND span_id = spans.id
     WHERE spans.trace_id = ? AND spans.id = ?`,
    [traceId, id],
  );
  if (row === undefined) return null;
  const [parentId, input, output, total, isOwn] = row;
  return { parentId, sum: [input, output, total], isOwn: isOwn === 1 };
};

const hasChildren = (reader: Reader, traceId: string, id: string): boolean =>
  reader.values('SELECT 1 FROM spans WHERE trace_id = ? AND parent_id = ? LIMIT 1', [traceId, id]).length > 0;

const sumOfTrace = (reader: Reader, traceId: string): Sum =>
  reader.tuples<[number, number, number]>(
    'SELECT input_tokens, output_tokens, total_tokens FROM span_tokens WHERE trace_id = ? AND span_id = ?',
    [traceId, wholeTrace],
  )[0] ?? nothing;

const sumOfChildren = (reader: Reader, traceId: string, id: string): Sum =>
  reader.tuples<[number, number, number]>(
    `SELECT coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), coalesce(sum(total_tokens), 0)
     FROM spans JOIN span_tokens AS counted ON counted.trace_id = spans.trace_id AND counted.span_id = spans.id
     WHERE spans.trace_id = ? AND spans.parent_id = ?`,
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

/**
 * Reads all spans: of a trace whose spans were never counted, or whose parents go round. What is in a ring stands below nothing and counts
 * nowhere; such a trace is not taken as counted, so that the next spans count it anew.
 */
const countAnew = (writer: Writer, traceId: string): void => {
  writer.run('DELETE FROM span_tokens WHERE trace_id = ? AND span_id <> ?', [traceId, wholeTrace]);
  const parents = new Map(
    writer.tuples<[string, string | null]>('SELECT id, parent_id FROM spans WHERE trace_id = ?', [traceId]),
  );
  const own = ownSums(writer, traceId);
  const sums = new Map<string, Sum>();
  let top = nothing;
  const order = childrenFirst(parents);
  writer.run('UPDATE traces SET has_span_tokens = ? WHERE id = ?', [
    order.length === parents.size ? 1 : 0,
    traceId,
  ]);
  for (const id of order) {
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
  if (isNothing(minus(sum, sumOfTrace(writer, traceId)))) return;
  keep(writer, traceId, wholeTrace, { sum, isOwn: false });
  const [input_tokens, output_tokens, total_tokens] = sum;
  setTraceMetadata(
    writer,
    traceId,
    tokenUsageKey,
    JSON.stringify({ input_tokens, output_tokens, total_tokens }),
  );
};
