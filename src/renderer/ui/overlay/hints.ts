/**
 * Shows what `data-hint` of an element says while the pointer is on it. In tables it stands for `title`, which Chromium answers with
 * new styles for the element whenever it changes: hundreds of times a frame while rows scroll by.
 */
export const showHints = (document: Document): void => {
  let shown: HTMLElement | null = null;
  const follow = ({ target }: Event): void => {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-hint]') : null;
    if (shown !== element) shown?.removeAttribute('title');
    shown = element;
    const hint = element?.dataset.hint ?? '';
    // The element of a table is another row's after scrolling, without having been left.
    if (element !== null && element.title !== hint) element.title = hint;
  };
  for (const type of ['pointerover', 'pointermove']) document.addEventListener(type, follow);
};
