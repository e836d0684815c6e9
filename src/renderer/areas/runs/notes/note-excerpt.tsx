import { NoteText } from './note-text.tsx';
import styles from './notes.module.css';

/** What fits above the figures of the run without scrolling them away. */
const shortCharacters = 600;
const shortLines = 10;

/** The note among other facts of the run: one that is long scrolls by itself. */
export function NoteExcerpt({ text }: { text: string }) {
  const isShort = text.length <= shortCharacters && text.split('\n').length <= shortLines;
  if (isShort) return <NoteText text={text} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.excerpt} tabIndex={0} aria-label="Beginning of the note">
      <NoteText text={text} />
    </section>
  );
}
