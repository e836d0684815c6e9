import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useState } from 'react';
import { CompletionList, caretPlace, completionId } from '../../../ui/index.ts';
import styles from './notes.module.css';
import { type NoteCompletion, useCompletions } from './use-completions.ts';

/** Writes as if it were typed, so that the field's own undo takes it back. */
const type = (field: HTMLTextAreaElement, from: number, to: number, text: string): void => {
  field.focus();
  field.setSelectionRange(from, to);
  document.execCommand('insertText', false, text);
};

/** Where Markdown is written. `@` completes runs, a colon behind the link of a run its figures. */
export function NoteField({
  field,
  value,
  onChange,
  onSave,
  onLeave,
}: {
  field: RefObject<HTMLTextAreaElement | null>;
  value: string;
  onChange: (text: string) => void;
  onSave: () => void;
  onLeave: () => void;
}) {
  const id = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const [place, setPlace] = useState({ left: 0, top: 0 });
  const completions = useCompletions(value, caret);
  const options = completions?.options ?? [];
  const isOpen = options.length > 0;
  // A colon ends many a sentence: nothing is taken for a figure until a letter of it or an arrow says so.
  const isAsked = completions?.place.kind === 'run' || (completions?.place.fragment ?? '') !== '';
  const active = chosen ?? (isAsked ? 0 : -1);
  const start = completions?.place.start ?? 0;

  useLayoutEffect(() => {
    if (!isOpen) return;
    const put = () => field.current !== null && setPlace(caretPlace(field.current, start));
    put();
    window.addEventListener('resize', put);
    return () => window.removeEventListener('resize', put);
  }, [isOpen, start, field]);

  const choose = ({ written }: NoteCompletion) => {
    if (field.current === null || caret === null) return;
    type(field.current, start, caret, written);
    setCaret(start + written.length);
    setChosen(null);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const option = options[active];
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSave();
    } else if (isOpen && step !== 0) {
      event.preventDefault();
      setChosen((active + step + options.length) % options.length);
    } else if (isOpen && (event.key === 'Enter' || event.key === 'Tab') && option !== undefined) {
      event.preventDefault();
      choose(option);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (isOpen) setCaret(null);
      else onLeave();
    }
  };

  return (
    <div className={styles.fieldPlace}>
      <textarea
        ref={field}
        // biome-ignore lint/a11y/noAutofocus: it is there because somebody asked to write
        autoFocus
        className={styles.field}
        aria-label="Note"
        aria-describedby={`${id}-hint`}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={`${id}-options`}
        aria-activedescendant={isOpen && active >= 0 ? completionId(`${id}-options`, active) : undefined}
        value={value}
        spellCheck
        onChange={(event) => {
          onChange(event.target.value);
          setCaret(event.target.selectionStart);
          setChosen(null);
        }}
        onSelect={(event) => caret !== null && setCaret(event.currentTarget.selectionStart)}
        onBlur={() => setCaret(null)}
        onKeyDown={onKeyDown}
      />
      {isOpen && (
        <CompletionList
          id={`${id}-options`}
          label={completions?.place.kind === 'figure' ? 'Figures of the run' : 'Runs and saved tables'}
          keyOf={({ key }) => key}
          chosen={active}
          onChoose={choose}
          style={place}
          options={options}
        />
      )}
      <div id={`${id}-hint`} className={styles.hint}>
        Markdown. @ names a run or a saved table; a colon behind a run names one of its figures. Ctrl+Enter
        saves.
      </div>
    </div>
  );
}
