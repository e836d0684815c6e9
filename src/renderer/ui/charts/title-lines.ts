/** A title in lines of at most so many letters, broken behind a space or a sign where there is one, else anywhere. */
export function titleLines(title: string, letters: number): string[] {
  const lines: string[] = [];
  let rest = Array.from(title);
  while (rest.length > letters) {
    const full = rest.slice(0, letters);
    const sign = full.findLastIndex((letter) => /[\s/_.,:-]/.test(letter));
    // A break far to the left wastes the line.
    const end = sign >= letters / 2 ? sign + 1 : letters;
    lines.push(rest.slice(0, end).join('').trim());
    rest = rest.slice(end);
  }
  return [...lines, rest.join('').trim()];
}
