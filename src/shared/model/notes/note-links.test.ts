import { expect, it } from 'vitest';
import { linksOfNote, readNoteLink, referencesOf, runLink, tableLink } from './note-links.ts';

it('reads back the links that it writes, whatever the names', () => {
  for (const show of [
    'metrics.auc',
    'min(metrics.loss)',
    'at(metrics.f1, best(metrics.loss))',
    'params.`a b`',
  ])
    expect(readNoteLink(runLink('3f2a', show))).toEqual({ kind: 'run', run: '3f2a', show });
  const search = { filter: "name ILIKE '%a&b%' AND metrics.auc > 0.8", rows: '3' };
  const link = tableLink(search);
  expect(readNoteLink(link)).toEqual({ kind: 'table', search });
  expect(linksOfNote(`[Best runs](${link})`)).toMatchObject([{ address: link, link: { search } }]);
});

it('finds links in their order, with a text or without, and leaves the rest of a sentence alone', () => {
  const text =
    'See [bold](modelyard://runs/aa) at [0.9](modelyard://runs/aa?show=metrics.auc), or modelyard://runs/bb. Not https://x.org/runs/cc nor modelyard://models/m.';
  expect(linksOfNote(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    '[bold](modelyard://runs/aa)',
    '[0.9](modelyard://runs/aa?show=metrics.auc)',
    'modelyard://runs/bb',
  ]);
  expect(referencesOf(`${text} ${text}`)).toEqual([
    { run: 'aa' },
    { run: 'aa', show: 'metrics.auc' },
    { run: 'bb' },
  ]);
});

it('takes pages of the window and broken escapes for what they are', () => {
  expect(readNoteLink('modelyard://runs/compare?runs=a,b')).toBeNull();
  expect(readNoteLink('modelyard://runs/100%')).toEqual({ kind: 'run', run: '100%', show: null });
});
