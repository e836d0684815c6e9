import { z } from 'zod';

/** What is shown of an output of a notebook's cell. Pages in it are not: they would run what nobody asked for. */
export type NotebookOutput =
  | { readonly kind: 'text' | 'failure'; readonly text: string }
  | { readonly kind: 'image'; readonly source: string }
  | { readonly kind: 'left-out'; readonly text: string };

export interface NotebookCell {
  readonly kind: 'markdown' | 'code' | 'raw';
  readonly source: string;
  readonly count: number | null;
  readonly outputs: readonly NotebookOutput[];
}

/** nbformat has texts as one text, or as a list of lines. */
const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]);

const output = z.looseObject({
  output_type: z.string(),
  text: text.optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  ename: z.string().optional(),
  evalue: z.string().optional(),
  traceback: z.array(z.string()).optional(),
});

const notebook = z.looseObject({
  nbformat: z.number(),
  cells: z.array(
    z.looseObject({
      cell_type: z.string(),
      source: text.default(''),
      execution_count: z.number().nullable().optional(),
      outputs: z.array(output).optional(),
    }),
  ),
});

/** Colours of a terminal, which a notebook keeps in what failed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with one
const terminalCodes = /\u001b\[[0-9;]*[A-Za-z]/g;

const images = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

function outputOf({
  output_type: type,
  text: stream,
  data,
  ename,
  evalue,
  traceback,
}: z.infer<typeof output>): NotebookOutput {
  if (type === 'error') {
    const said = traceback?.join('\n') ?? `${ename ?? 'Error'}: ${evalue ?? ''}`;
    return { kind: 'failure', text: said.replace(terminalCodes, '') };
  }
  if (stream !== undefined) return { kind: 'text', text: stream.replace(terminalCodes, '') };
  for (const image of images) {
    const found = text.safeParse(data?.[image]);
    if (found.success)
      return { kind: 'image', source: `data:${image};base64,${found.data.replace(/\s/g, '')}` };
  }
  const plain = text.safeParse(data?.['text/plain']);
  if (plain.success) return { kind: 'text', text: plain.data };
  return { kind: 'left-out', text: `Not shown: ${Object.keys(data ?? {}).join(', ') || type}` };
}

/** The cells of a Jupyter notebook, format 4; null for what is none. */
export function notebookCells(value: unknown): NotebookCell[] | null {
  const parsed = notebook.safeParse(value);
  if (!parsed.success) return null;
  return parsed.data.cells.map((cell) => ({
    kind: cell.cell_type === 'markdown' || cell.cell_type === 'code' ? cell.cell_type : 'raw',
    source: cell.source,
    count: cell.execution_count ?? null,
    outputs: (cell.outputs ?? []).map(outputOf),
  }));
}
