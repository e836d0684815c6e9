import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openTestStore, tickingClock } from '../../../test/support/open-test-store.ts';
import { queryPlan } from '../../../test/support/query-plan.ts';
import {
  createEventLog,
  eventsBefore,
  eventsOfSubjectBefore,
  listEvents,
  verifyEventChain,
} from './event-log.ts';

const setUp = (count: number) => {
  const store = openTestStore();
  const log = createEventLog({ clock: tickingClock(0), actor: 'user' });
  store.write((writer) => {
    for (let i = 1; i <= count; i += 1) {
      log.append(writer, { kind: 'alias.moved', subject: `model/m${i % 2}`, details: { to: i } });
    }
  });
  return { store, log };
};

describe('event log', () => {
  it('hashes each event together with the one before it', () => {
    const { store } = setUp(2);
    const [second, first] = listEvents(store.reader, { limit: 10 });
    const hash = (...lines: string[]) => createHash('sha256').update(lines.join('\n')).digest('hex');
    expect(first?.hash).toBe(hash('', '1000', 'alias.moved', 'model/m1', 'user', '{"to":1}'));
    expect(second?.hash).toBe(hash(first!.hash, '2000', 'alias.moved', 'model/m0', 'user', '{"to":2}'));
  });

  it('lists newest first, in pages, by subject', () => {
    const { store } = setUp(5);
    const ids = (query: Parameters<typeof listEvents>[1]) =>
      listEvents(store.reader, query).map((event) => event.id);
    expect(ids({ limit: 2 })).toEqual([5, 4]);
    expect(ids({ limit: 2, beforeId: 4 })).toEqual([3, 2]);
    expect(ids({ limit: 10, subject: 'model/m0' })).toEqual([4, 2]);
  });

  it('cannot be changed or shortened', () => {
    const { store } = setUp(2);
    expect(() => store.write((writer) => writer.run("UPDATE events SET actor = 'x'"))).toThrow('append-only');
    expect(() => store.write((writer) => writer.run('DELETE FROM events WHERE id = 1'))).toThrow(
      'append-only',
    );
  });

  it('is proven whole, over more than one page', async () => {
    expect(await verifyEventChain(setUp(0).store.reader)).toEqual({ intact: true, events: 0 });
    expect(await verifyEventChain(setUp(4001).store.reader)).toEqual({ intact: true, events: 4001 });
  });

  it.each([
    ['a field', "UPDATE events SET details_json = '{}' WHERE id = 3", 3],
    ['a time', 'UPDATE events SET at_ms = at_ms + 1 WHERE id = 2', 2],
    ['a deleted event', 'DELETE FROM events WHERE id = 2', 3],
  ])('shows where it was forged: %s', async (_what, sql, firstBrokenId) => {
    const { store } = setUp(5);
    store.write((writer) => {
      writer.run('DROP TRIGGER events_are_never_changed');
      writer.run('DROP TRIGGER events_are_never_deleted');
      writer.run(sql);
    });
    expect(await verifyEventChain(store.reader)).toMatchObject({ intact: false, firstBrokenId });
  });

  it('does not let a line break move the border between two fields', async () => {
    const { store, log } = setUp(0);
    store.write((writer) => log.append(writer, { kind: 'a', subject: 'b\nc', details: {} }));
    expect(listEvents(store.reader, { limit: 1 })[0]?.subject).toBe('b c');
    expect(await verifyEventChain(store.reader)).toEqual({ intact: true, events: 1 });
  });

  it('is read through its indexes', () => {
    const { reader } = setUp(0).store;
    expect(queryPlan(reader, eventsBefore, { beforeId: 9, limit: 9 })).toBe(
      'SEARCH events USING INTEGER PRIMARY KEY (rowid<?)',
    );
    expect(queryPlan(reader, eventsOfSubjectBefore, { subject: 's', beforeId: 9, limit: 9 })).toBe(
      'SEARCH events USING INDEX events_by_subject (subject=? AND id<?)',
    );
  });
});
