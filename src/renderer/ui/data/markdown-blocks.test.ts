import { expect, it } from 'vitest';
import { parseInline, parseMarkdown } from './markdown-blocks.ts';

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
    { kind: 'list', ordered: false, items: ['gbdt', '100 rounds'] },
    { kind: 'list', ordered: true, items: ['first'] },
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

it('keeps HTML as the text it is', () => {
  expect(parseInline('<script>x</script>')).toEqual([{ kind: 'text', text: '<script>x</script>' }]);
});
