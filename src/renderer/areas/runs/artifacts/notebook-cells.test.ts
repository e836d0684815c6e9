import { expect, it } from 'vitest';
import { notebookCells } from './notebook-cells.ts';

const code = (...outputs: object[]) => ({
  ...{ cell_type: 'code', source: ['print(1)\n', '2'], execution_count: 1, outputs },
});

it('reads cells with what they said', () => {
  const cells = notebookCells({
    nbformat: 4,
    cells: [
      { cell_type: 'markdown', source: ['# Title\n', 'words'] },
      code(
        { output_type: 'stream', text: ['1\n'] },
        { output_type: 'execute_result', data: { 'text/plain': ['2'] } },
        { output_type: 'display_data', data: { 'image/png': 'iVBO\nRw==', 'text/plain': '<Figure>' } },
        { output_type: 'error', traceback: ['\u001b[31mValueError\u001b[0m: no'] },
      ),
    ],
  });
  expect(cells).toMatchObject([
    { kind: 'markdown', source: '# Title\nwords' },
    {
      ...{ kind: 'code', count: 1, source: 'print(1)\n2' },
      outputs: [
        { kind: 'text', text: '1\n' },
        { kind: 'text', text: '2' },
        { kind: 'image', source: 'data:image/png;base64,iVBORw==' },
        { kind: 'failure', text: 'ValueError: no' },
      ],
    },
  ]);
});

it('shows no page, whatever it says of itself', () => {
  const html = { output_type: 'display_data', data: { 'text/html': '<script>1</script>' } };
  const cells = notebookCells({ nbformat: 4, cells: [{ cell_type: 'code', source: 'x', outputs: [html] }] });
  expect(cells?.[0]?.outputs).toEqual([{ kind: 'left-out', text: 'Not shown: text/html' }]);
});

it('is no notebook without cells', () => {
  for (const value of [null, [], {}, { nbformat: 3, worksheets: [] }])
    expect(notebookCells(value)).toBeNull();
});
