import { RE2JS } from 're2js';

/** A regular expression that can be asked whether it occurs in a text. */
export interface Pattern {
  readonly occursIn: (text: string) => boolean;
}

/**
 * A pattern in the syntax of RE2, which is Python's and Perl's without what can take for ever: looking ahead or behind and references back.
 * Whether it occurs in a text is known after a time that grows with the text alone, so that no filter holds up the engine. Null when the
 * pattern cannot be read.
 */
export const patternOf = (source: string, { ignoresCase = false } = {}): Pattern | null => {
  try {
    const compiled = RE2JS.compile(source, ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
    return { occursIn: (text) => compiled.matcher(text).find() };
  } catch {
    return null;
  }
};

/** What is wrong with a pattern that cannot be read, and what to do, for a person; without the last full stop. */
export const patternProblem = (source: string): string =>
  /\(\?(?:<?[=!]|P=)|\\[1-9]/.test(source)
    ? `“${source}” looks ahead or behind or refers back, which could take for ever, so it is not read; join conditions with AND and NOT instead`
    : `“${source}” cannot be read as a regular expression`;
