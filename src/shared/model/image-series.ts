import { z } from 'zod';

/** Images that show the same thing at different steps and of different runs. */
export const imageSeries = z.object({
  /** The path without its step: `samples/img_#.png`, or the key that MLflow's clients logged under. */
  key: z.string(),
  /** Ascending; empty for an image without a step. */
  steps: z.array(z.number()),
  images: z.array(
    z.object({
      runId: z.string(),
      /** null for an image without a step. */
      step: z.number().nullable(),
      path: z.string(),
      /** SHA-256. */
      digest: z.string().nullable(),
    }),
  ),
});
export type ImageSeries = z.infer<typeof imageSeries>;
export type SeriesImage = ImageSeries['images'][number];

const imageEnding = /\.(png|jpe?g|gif|webp|bmp|svg)$/i;

export interface ImageName {
  readonly key: string;
  readonly step: number | null;
  readonly timestampMs: number;
}

/**
 * `images/<key>%step%<n>%timestamp%<t>%<uuid>.png`, as `log_image` of MLflow 2 names its files, with `#` for each `/` of the key; MLflow 3
 * writes `+` and `~` instead. A second, smaller file of the same image ends in `%compressed.webp`.
 */
const mlflowName = /^images\/(.+)([%+])step\2(\d+)\2timestamp\2(\d+)\2([0-9a-zA-Z-]+)(\2compressed)?\.(\w+)$/;

/** What the name of an image says of it; null for what is no image, or the small copy of one. */
export const readImageName = (path: string): ImageName | null => {
  if (!imageEnding.test(path)) return null;
  const logged = mlflowName.exec(path);
  if (logged !== null) {
    const [, key = '', separator, step, timestamp, , compressed] = logged;
    if (compressed !== undefined) return null;
    return {
      key: key.replaceAll(separator === '%' ? '#' : '~', '/'),
      step: Number(step),
      timestampMs: Number(timestamp),
    };
  }
  const numbered = numberOf(path);
  return numbered === null ? { key: path, step: null, timestampMs: 0 } : { ...numbered, timestampMs: 0 };
};

/** A number that is said to be a step or an epoch; else the last one of the path, if it is no part of a word such as `resnet50`. */
const namedStep = /((?:step|epoch|iter|iteration|global_step)[_\-= ]?)(\d{1,15})(?!\d)/i;
const anyNumber = /(^|[/_\-. =])(\d{1,15})(?=[/_\-.]|$)(?!.*[/_\-. =]\d{1,15}(?=[/_\-.]|$))/;

const numberOf = (path: string): { key: string; step: number } | null => {
  const body = path.replace(imageEnding, '');
  const ending = path.slice(body.length);
  for (const pattern of [namedStep, anyNumber]) {
    const match = pattern.exec(body);
    if (match === null) continue;
    const [whole, before = '', digits = ''] = match;
    const key = `${body.slice(0, match.index)}${before}#${body.slice(match.index + whole.length)}`;
    return { key: key + ending, step: Number(digits) };
  }
  return null;
};

/** Images by key, each with its runs and steps. Of two images of a run at one step the later one counts, as in MLflow. */
export const groupImages = (
  artifacts: readonly { runId: string; path: string; digest: string | null }[],
): ImageSeries[] => {
  const byKey = new Map<string, Map<string, { image: SeriesImage; timestampMs: number }>>();
  for (const { runId, path, digest } of artifacts) {
    const name = readImageName(path);
    if (name === null) continue;
    const cells = byKey.get(name.key) ?? new Map<string, { image: SeriesImage; timestampMs: number }>();
    byKey.set(name.key, cells);
    const cell = `${runId} ${name.step}`;
    const present = cells.get(cell);
    if (present !== undefined && present.timestampMs > name.timestampMs) continue;
    cells.set(cell, { image: { runId, step: name.step, path, digest }, timestampMs: name.timestampMs });
  }
  return [...byKey]
    .map(([key, cells]) => {
      const images = [...cells.values()].map(({ image }) => image);
      const steps = new Set(images.flatMap(({ step }) => (step === null ? [] : [step])));
      return { key, images, steps: [...steps].sort((a, b) => a - b) };
    })
    .sort((a, b) => b.images.length - a.images.length || (a.key < b.key ? -1 : 1));
};
