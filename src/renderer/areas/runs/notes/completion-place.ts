import { readNoteLink } from '../../../../shared/model/notes/note-links.ts';

/** What could be completed where somebody writes: a run after `@`, or a figure of the run whose link stands before a colon. */
export type CompletionPlace =
  | { readonly kind: 'run'; readonly start: number; readonly fragment: string }
  | { readonly kind: 'figure'; readonly start: number; readonly fragment: string; readonly run: string };

const runPattern = /(?:^|[\s([|])@([^\s@()[\]|]*)$/;
const figurePattern = /\[[^\]\n]*\]\((modelyard:\/\/runs\/[^)\s?]+)\):([^\s:]*)$/;

/** `before` is the text up to the caret. */
export function completionPlace(before: string): CompletionPlace | null {
  const run = runPattern.exec(before);
  if (run !== null) return { kind: 'run', start: before.length - run[1]!.length - 1, fragment: run[1]! };
  const figure = figurePattern.exec(before);
  const link = figure === null ? null : readNoteLink(figure[1]!);
  return figure === null || link?.kind !== 'run'
    ? null
    : { kind: 'figure', start: figure.index, fragment: figure[2]!, run: link.run };
}
