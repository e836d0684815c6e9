import { useEffect, useState } from 'react';
import {
  createPixelComparison,
  EmptyState,
  formatNumber,
  formatPercent,
  ImageStage,
  type PixelDifference,
  Pixels,
  Skeleton,
} from '../../../ui/index.ts';
import { readPixels } from './read-pixels.ts';

export interface NamedImage {
  readonly address: string;
  readonly name: string;
}

interface Compared {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly difference: PixelDifference;
}

/** About four milliseconds of work, after which the window may draw and hear clicks. */
const partPixels = 250_000;

const pause = () => new Promise((resolve) => setTimeout(resolve, 0));

async function compare(base: NamedImage, shown: NamedImage, signal: AbortSignal): Promise<Compared> {
  const [one, other] = await Promise.all([base, shown].map(({ address, name }) => readPixels(address, name)));
  if (one === undefined || other === undefined) throw new Error('There are no two images.');
  if (one.width !== other.width || one.height !== other.height)
    throw new Error(
      `The images differ in size: ${one.width} × ${one.height} and ${other.width} × ${other.height} pixels.`,
    );
  const comparison = createPixelComparison(one.data, other.data);
  for (let pixel = 0; pixel < comparison.pixelCount && !signal.aborted; pixel += partPixels) {
    comparison.compare(pixel, pixel + partPixels);
    await pause();
  }
  return {
    width: one.width,
    height: one.height,
    pixels: comparison.image(),
    difference: comparison.result(),
  };
}

const inWords = ({ differing, pixelCount, largest, mean }: PixelDifference): string =>
  differing === 0
    ? 'Every pixel is equal'
    : `${formatNumber(differing, 10)} of ${formatNumber(pixelCount, 10)} pixels differ (${formatPercent(differing / pixelCount)}), ` +
      `by ${largest} at most and ${formatNumber(mean)} in the mean, of 255`;

/** Where two images differ: black is equal, white the largest difference. */
export function ImageDifference({ base, shown }: { base: NamedImage; shown: NamedImage }) {
  const [compared, setCompared] = useState<Compared | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { address: baseAddress, name: baseName } = base;
  const { address, name } = shown;
  useEffect(() => {
    const abort = new AbortController();
    setProblem(null);
    compare({ address: baseAddress, name: baseName }, { address, name }, abort.signal).then(
      (found) => !abort.signal.aborted && setCompared(found),
      (thrown: unknown) =>
        !abort.signal.aborted && setProblem(thrown instanceof Error ? thrown.message : String(thrown)),
    );
    return () => abort.abort();
  }, [baseAddress, baseName, address, name]);
  if (problem !== null) return <EmptyState text={problem} />;
  if (compared === null) return <Skeleton label="Comparing" />;
  const { width, height, pixels, difference } = compared;
  return (
    <ImageStage
      label="Difference of the images"
      size={compared}
      note={<span role="status">{inWords(difference)}</span>}
    >
      {(place) => <Pixels label="Difference of the images" {...{ width, height, pixels }} {...place} />}
    </ImageStage>
  );
}
