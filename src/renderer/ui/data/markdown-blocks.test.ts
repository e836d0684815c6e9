import { expect, it } from 'vitest';
import { type Block, keptBlocks, parseInline, parseMarkdown } from './markdown-blocks.ts';

const item = (text: string, ...blocks: Block[]) => ({ text, blocks });

it('takes headings, paragraphs, lists, tables, code and rules apart', () => {
  const card = [
    '# churn/3',
    '',
    'Predicts **Churn**',
    'for a customer.',
    '- gbdt',
    '- 100 rounds',
    '',
    '1. first',
    '| metric | value |',
    '|---|---:|',
    '| auc | 0.8473 |',
    '| a \\| b | 1 |',
    '---',
    '```json',
    '# not a heading',
    '```',
    'End.',
  ].join('\n');
  expect(parseMarkdown(card)).toEqual([
    { kind: 'heading', level: 1, text: 'churn/3' },
    { kind: 'paragraph', text: 'Predicts **Churn** for a customer.' },
    { kind: 'list', ordered: false, start: 1, items: [item('gbdt'), item('100 rounds')] },
    { kind: 'list', ordered: true, start: 1, items: [item('first')] },
    {
      kind: 'table',
      head: ['metric', 'value'],
      rows: [
        ['auc', '0.8473'],
        ['a | b', '1'],
      ],
    },
    { kind: 'rule' },
    { kind: 'code', text: '# not a heading' },
    { kind: 'paragraph', text: 'End.' },
  ]);
});

it('puts what is indented below an item, lets its sentence go on, and counts on behind a blank line', () => {
  const text = [
    '3. data',
    '   of March',
    '   - customers',
    '     - without drift',
    '',
    '4. model',
    '   ```',
    '   fit()',
    '   ```',
    'End.',
  ].join('\n');
  const bullets = (...items: ReturnType<typeof item>[]): Block => ({
    ...{ kind: 'list', ordered: false, start: 1, items },
  });
  expect(parseMarkdown(text)).toEqual([
    {
      ...{ kind: 'list', ordered: true, start: 3 },
      items: [
        item('data of March', bullets(item('customers', bullets(item('without drift'))))),
        item('model', { kind: 'code', text: 'fit()' }),
      ],
    },
    { kind: 'paragraph', text: 'End.' },
  ]);
});

it('takes quotes with what is in them, and leaves those that are too deep as text', () => {
  expect(parseMarkdown('Ada:\n> no\n>\n> - not yet\nBob')).toEqual([
    { kind: 'paragraph', text: 'Ada:' },
    {
      kind: 'quote',
      blocks: [
        { kind: 'paragraph', text: 'no' },
        { kind: 'list', ordered: false, start: 1, items: [item('not yet')] },
      ],
    },
    { kind: 'paragraph', text: 'Bob' },
  ]);
  expect(JSON.stringify(parseMarkdown('>'.repeat(100_000)))).toContain('>>>>');
});

it('keeps the blocks that say the same, also behind one that came in between', () => {
  const before = parseMarkdown('# one\n\ntwo\n\n- three');
  const written = keptBlocks(before, parseMarkdown('# one\n\ntwo!\n\nnew\n\n- three'));
  expect(written.map((block) => before.indexOf(block))).toEqual([0, -1, -1, 2]);
  expect(keptBlocks(before, parseMarkdown('# one'))).toEqual([before[0]]);
  expect(keptBlocks([], before)).toEqual(before);
});

it('ends on code that is never closed', () => {
  expect(parseMarkdown('```\nfoo')).toEqual([{ kind: 'code', text: 'foo' }]);
});

it('takes a line apart and leaves names with underscores alone', () => {
  expect(parseInline('a `b*c*` **d** *e* [f](https://g.org) snake_case_name 2 * 3 * 4')).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'code', text: 'b*c*' },
    { kind: 'text', text: ' ' },
    { kind: 'strong', text: 'd' },
    { kind: 'text', text: ' ' },
    { kind: 'emphasis', text: 'e' },
    { kind: 'text', text: ' ' },
    { kind: 'link', text: 'f', url: 'https://g.org' },
    { kind: 'text', text: ' snake_case_name 2 * 3 * 4' },
  ]);
});

it('takes what is struck out', () => {
  expect(parseInline('~~0.91~~ 0.89')).toEqual([
    { kind: 'struck', text: '0.91' },
    { kind: 'text', text: ' 0.89' },
  ]);
});

it('keeps HTML as the text it is', () => {
  expect(parseInline('<script>x</script>')).toEqual([{ kind: 'text', text: '<script>x</script>' }]);
});
