/** How an array is shown as grids: its last two axes, for each combination of the others. */
export interface GridLayout {
  readonly rows: number;
  readonly columns: number;
  readonly sliceCount: number;
  /** The place of a value, in items from the array's beginning. */
  placeOf(slice: number, row: number, column: number): number;
}

/** A number is one cell, a list one column. In Fortran order the first axis is the one whose values lie side by side. */
export const gridLayout = (shape: readonly number[], isFortran: boolean): GridLayout => {
  const axes = shape.length === 0 ? [1, 1] : shape.length === 1 ? [shape[0]!, 1] : shape;
  const steps = stepsOf(axes, isFortran);
  const leading = axes.slice(0, -2);
  const rowStep = steps.at(-2)!;
  const columnStep = steps.at(-1)!;
  return {
    rows: axes.at(-2)!,
    columns: axes.at(-1)!,
    sliceCount: leading.reduce((product, size) => product * size, 1),
    placeOf: (slice, row, column) => startOf(slice, leading, steps) + row * rowStep + column * columnStep,
  };
};

const stepsOf = (axes: readonly number[], isFortran: boolean): number[] => {
  const steps = new Array<number>(axes.length).fill(1);
  if (isFortran)
    for (let axis = 1; axis < axes.length; axis += 1) steps[axis] = steps[axis - 1]! * axes[axis - 1]!;
  else
    for (let axis = axes.length - 2; axis >= 0; axis -= 1) steps[axis] = steps[axis + 1]! * axes[axis + 1]!;
  return steps;
};

/** Slices are counted with the last of the leading axes running fastest. */
const startOf = (slice: number, leading: readonly number[], steps: readonly number[]): number => {
  let rest = slice;
  let place = 0;
  for (let axis = leading.length - 1; axis >= 0; axis -= 1) {
    place += (rest % leading[axis]!) * steps[axis]!;
    rest = Math.floor(rest / leading[axis]!);
  }
  return place;
};

/** How an array is shown as images. */
export interface ImageLayout {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  readonly imageCount: number;
  /** In items: from one row, column and channel to the next, and from one image to the next. */
  readonly rowStep: number;
  readonly columnStep: number;
  readonly channelStep: number;
  readonly imageStep: number;
}

const smallestSide = 8;
const largestSide = 8192;
const isSide = (size: number): boolean => size >= smallestSide && size <= largestSide;
const isChannels = (size: number): size is 1 | 3 | 4 => size === 1 || size === 3 || size === 4;

/** Images are (…, height, width, channels), (…, channels, height, width) or (…, height, width), in C order; null for what is none. */
export const imageLayout = (shape: readonly number[], isFortran: boolean): ImageLayout | null => {
  if (isFortran || shape.length < 2) return null;
  const [third, second, last] = [shape.at(-3) ?? 0, shape.at(-2)!, shape.at(-1)!];
  const count = (axes: number) => shape.slice(0, -axes).reduce((product, size) => product * size, 1);
  if (shape.length >= 3 && isChannels(last) && isSide(third) && isSide(second))
    return {
      ...{ width: second, height: third, channels: last, imageCount: count(3) },
      ...{ rowStep: second * last, columnStep: last, channelStep: 1, imageStep: third * second * last },
    };
  if (!isSide(second) || !isSide(last)) return null;
  const plain = { width: last, height: second, rowStep: last, columnStep: 1, channelStep: second * last };
  if (shape.length >= 3 && isChannels(third))
    return { ...plain, channels: third, imageCount: count(3), imageStep: third * second * last };
  return { ...plain, channels: 1, imageCount: count(2), imageStep: second * last };
};
