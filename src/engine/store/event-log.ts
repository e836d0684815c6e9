import { createHash } from 'node:crypto';
import type { EventLog, Reader } from '../ports/store-handles.ts';
import type { Clock } from '../ports/surroundings.ts';

interface EventFacts {
  readonly at_ms: number;
  readonly kind: string;
  readonly subject: string;
  readonly actor: string;
  readonly details_json: string;
}

interface EventRow extends EventFacts {
  readonly id: number;
  readonly hash: string;
}

/** The log of state changes that matter to an audit. Each event's hash covers the one before it, so that none can be changed unseen. */
export const createEventLog = ({ clock, actor }: { clock: Clock; actor: string }): EventLog => ({
  append: (writer, { kind, subject, details }) => {
    const last = writer.get<{ hash: string }>('SELECT hash FROM events ORDER BY id DESC LIMIT 1');
    const facts: EventFacts = {
      at_ms: clock.nowMs(),
      kind: onOneLine(kind),
      subject: onOneLine(subject),
      actor: onOneLine(actor),
      details_json: JSON.stringify(details),
    };
    writer.run(
      `INSERT INTO events (at_ms, kind, subject, actor, details_json, hash)
       VALUES (:at_ms, :kind, :subject, :actor, :details_json, :hash)`,
      { ...facts, hash: hashOf(last?.hash ?? '', facts) },
    );
  },
});

export type ChainFinding =
  | { readonly intact: true; readonly events: number }
  | { readonly intact: false; readonly events: number; readonly firstBrokenId: number };

const eventsAPage = 2000;

/** Recomputes every hash from the first event on; `events` counts those that hold. Yields to other work between pages. */
export const verifyEventChain = async (reader: Reader): Promise<ChainFinding> => {
  let previous: { id: number; hash: string } = { id: 0, hash: '' };
  let events = 0;
  for (;;) {
    const page = reader.all<EventRow>('SELECT * FROM events WHERE id > ? ORDER BY id LIMIT ?', [
      previous.id,
      eventsAPage,
    ]);
    for (const event of page) {
      if (event.hash !== hashOf(previous.hash, event))
        return { intact: false, events, firstBrokenId: event.id };
      previous = event;
      events += 1;
    }
    if (page.length < eventsAPage) return { intact: true, events };
    await new Promise((resolve) => setImmediate(resolve));
  }
};

export interface StoredEvent {
  readonly id: number;
  readonly atMs: number;
  readonly kind: string;
  readonly subject: string;
  readonly actor: string;
  readonly details: Record<string, unknown>;
  readonly hash: string;
}

/** Newest first; `beforeId` continues an earlier answer. */
export const listEvents = (
  reader: Reader,
  {
    limit,
    beforeId = Number.MAX_SAFE_INTEGER,
    subject,
  }: { limit: number; beforeId?: number | undefined; subject?: string | undefined },
): StoredEvent[] =>
  reader
    .all<EventRow>(subject === undefined ? eventsBefore : eventsOfSubjectBefore, {
      beforeId,
      limit,
      ...(subject === undefined ? {} : { subject }),
    })
    .map(({ at_ms, details_json, ...event }) => ({
      ...event,
      atMs: at_ms,
      details: JSON.parse(details_json) as Record<string, unknown>,
    }));

export const eventsBefore = 'SELECT * FROM events WHERE id < :beforeId ORDER BY id DESC LIMIT :limit';
export const eventsOfSubjectBefore =
  'SELECT * FROM events WHERE subject = :subject AND id < :beforeId ORDER BY id DESC LIMIT :limit';

const hashOf = (previousHash: string, event: EventFacts): string =>
  createHash('sha256')
    .update(
      [previousHash, event.at_ms, event.kind, event.subject, event.actor, event.details_json].join('\n'),
      'utf8',
    )
    .digest('hex');

/** Fields are hashed one a line, so a line break inside one could pass for a border between two. */
const onOneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');
