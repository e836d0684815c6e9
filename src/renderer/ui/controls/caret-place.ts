/** Styles that decide where the letters of a text area stand. */
const styles = [
  ...['boxSizing', 'width', 'paddingTop', 'paddingRight', 'paddingBottom', 'paddingLeft'],
  ...['borderTopWidth', 'borderRightWidth', 'borderBottomWidth', 'borderLeftWidth'],
  ...[
    'fontFamily',
    'fontSize',
    'fontWeight',
    'fontVariantLigatures',
    'letterSpacing',
    'lineHeight',
    'tabSize',
  ],
] as const;

/** The left end of the line below a character of a text area, in pixels from the area's upper left corner. A browser does not say it; a copy of the text does. */
export function caretPlace(area: HTMLTextAreaElement, at: number): { left: number; top: number } {
  const computed = window.getComputedStyle(area);
  const copy = document.createElement('div');
  for (const style of styles)
    copy.style.setProperty(cssName(style), computed.getPropertyValue(cssName(style)));
  copy.style.cssText += ';position:absolute;visibility:hidden;white-space:pre-wrap;overflow-wrap:break-word';
  copy.textContent = area.value.slice(0, at);
  const mark = document.createElement('span');
  mark.textContent = '\u200b';
  copy.append(mark);
  area.parentElement?.append(copy);
  const place = {
    left: mark.offsetLeft,
    top: mark.offsetTop + mark.offsetHeight - area.scrollTop,
  };
  copy.remove();
  return place;
}

const cssName = (style: string): string => style.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
