/** A chart as a file: what is drawn (SVG, PNG) and the numbers behind it (CSV). */

const looks = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
] as const;

const margin = 12;
const titleHeight = 24;
/** Sharp on a screen of twice the density, and in print. */
const pixelsPerUnit = 2;

export interface SavedDrawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** The drawing as a file of its own, with its title: colours as they are in this theme, for a file knows no style sheet. */
export function drawingOf(host: Element, title: string): SavedDrawing | null {
  const drawn = host.querySelector('svg');
  if (drawn === null) return null;
  const { width, height } = drawn.getBoundingClientRect();
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  const originals = [drawn, ...drawn.querySelectorAll('*')];
  for (const [index, element] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const style = getComputedStyle(originals[index]!);
    for (const look of looks) element.setAttribute(look, style.getPropertyValue(look));
    element.removeAttribute('class');
    element.removeAttribute('style');
  }
  copy.setAttribute('x', String(margin));
  copy.setAttribute('y', String(margin + titleHeight));
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const { color, backgroundColor, fontFamily } = getComputedStyle(document.body);
  const whole = { width: width + 2 * margin, height: height + 2 * margin + titleHeight };
  const heading = document.createElementNS('http://www.w3.org/2000/svg', 'text');
  heading.textContent = title;
  const attributes = { x: margin, y: margin + 12, fill: color, 'font-family': fontFamily, 'font-size': 13 };
  for (const [name, value] of Object.entries(attributes)) heading.setAttribute(name, String(value));
  const text = new XMLSerializer();
  return {
    ...whole,
    svg:
      `<svg xmlns="http://www.w3.org/2000/svg" width="${whole.width}" height="${whole.height}">` +
      `<rect width="100%" height="100%" fill="${backgroundColor}"/>` +
      `${text.serializeToString(heading)}${text.serializeToString(copy)}</svg>`,
  };
}

export async function pictureOf({ svg, width, height }: SavedDrawing): Promise<Blob> {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * pixelsPerUnit;
    canvas.height = height * pixelsPerUnit;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) =>
        blob === null ? reject(new Error('The picture is too large.')) : resolve(blob),
      ),
    );
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/** Hands a file to the system, which asks where it goes. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The download has its own hold of the content once it has begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A name that every file system takes. */
export const fileNameOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '') || 'chart';
