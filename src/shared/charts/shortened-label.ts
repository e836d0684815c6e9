/** Letters of scripts that are as wide as they are high, and pictures. */
const wide =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}]/u;
const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** As much of a name as has room for so many narrow letters: its beginning, or its end where names of one kind begin alike. */
export function shortenedLabel(
  label: string,
  longest: number,
  keep: 'beginning' | 'end' = 'beginning',
): string {
  if (label.length * 2 <= longest) return label;
  const parts = Array.from(letters.segment(label), ({ segment }) => segment);
  const widthOf = (part: string) => (wide.test(part) ? 2 : 1);
  if (parts.reduce((sum, part) => sum + widthOf(part), 0) <= longest) return label;
  if (keep === 'end') parts.reverse();
  let room = longest - 1;
  const end = parts.findIndex((part) => {
    room -= widthOf(part);
    return room < 0;
  });
  const kept = parts.slice(0, end);
  return keep === 'end' ? `…${kept.reverse().join('')}` : `${kept.join('')}…`;
}
