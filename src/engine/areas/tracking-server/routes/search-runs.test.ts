import { describe, expect, it } from 'vitest';
import { openTrackingHttp } from '../../../../../test/support/tracking-http.ts';

const openRuns = async () => {
  const opened = openTrackingHttp();
  const { call, createRun } = opened;
  const create = (user_id: string, start_time: number) =>
    createRun({ experiment_id: '0', run_name: `of ${user_id}`, start_time, user_id });
  const ids = [await create('', 1), await create('a', 2), await create('b', 3)];
  await call('POST', 'runs/set-tag', { run_id: ids[1], key: 'team', value: 'red' });
  const search = async (given: object) => {
    const { status, body } = await call('POST', 'runs/search', { experiment_ids: ['0'], ...given });
    const { runs = [], message } = body as unknown as {
      runs?: { info: { run_id: string; user_id: string; artifact_uri: string } }[];
      message?: string;
    };
    return { status, message, runs: runs.map(({ info }) => info) };
  };
  return { ...opened, ids, search };
};

describe('a search for runs', () => {
  it.each([
    ["user_id = ''", ['']],
    ["user_id != 'a'", ['b', '']],
    ["user_id LIKE '%'", ['b', 'a', '']],
    ["user_id ILIKE 'A%'", ['a']],
  ])('takes a user that is empty as one: %s', async (filter, users) => {
    const { search } = await openRuns();
    expect((await search({ filter })).runs.map((run) => run.user_id)).toEqual(users);
  });

  it('orders runs by where their artifacts are', async () => {
    const { search } = await openRuns();
    const inOrder = async (direction: string) =>
      (await search({ order_by: [`artifact_uri ${direction}`] })).runs.map((run) => run.artifact_uri);
    const ascending = await inOrder('ASC');
    expect(ascending).toEqual([...ascending].sort());
    expect(await inOrder('DESC')).toEqual(ascending.toReversed());
  });

  it('refuses to order by more than makes sense', async () => {
    const { search } = await openRuns();
    const order_by = Array.from({ length: 3000 }, (_, index) => `tags.k${index}`);
    expect(await search({ order_by })).toMatchObject({
      status: 400,
      message: expect.stringContaining('at most 100'),
    });
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => `'r${index}'`);

  it('takes long lists and many conditions', async () => {
    const { search, ids } = await openRuns();
    const listed = [...many(5000), `'${ids[1]}'`].join(', ');
    const found = async (filter: string) => (await search({ filter })).runs.map((run) => run.user_id);
    expect(await found(`run_id IN (${listed})`)).toEqual(['a']);
    expect(await found(`run_id NOT IN (${listed})`)).toEqual(['b', '']);
    expect(await found(`dataset.name IN (${listed})`)).toEqual([]);
    expect(await found(`dataset.name NOT IN (${listed})`)).toEqual([]);
    const conditions = many(1200);
    expect(await found(conditions.map((value) => `user_id != ${value}`).join(' AND '))).toEqual([
      'b',
      'a',
      '',
    ]);
    expect(await found(conditions.map((value) => `tags.team != ${value}`).join(' AND '))).toEqual(['a']);
  });

  it.each([
    [
      'many conditions',
      many(40_000)
        .map((value) => `user_id != ${value}`)
        .join(' AND '),
      'several shorter filters',
    ],
    ['long a pattern', `user_id LIKE '${'a'.repeat(60_000)}'`, 'Shorten it'],
    ['long a pattern', `tags.team ILIKE '${'ä'.repeat(30_000)}'`, 'Shorten it'],
  ])('refuses too %s', async (_name, filter, says) => {
    const { search } = await openRuns();
    const { status, message } = await search({ filter });
    expect([status, message]).toEqual([400, expect.stringContaining(says)]);
    expect(message?.length).toBeLessThan(1000);
  });
});
