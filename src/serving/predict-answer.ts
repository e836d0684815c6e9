import type { Predictions } from '../shared/model/read-predictions.ts';
import type { PredictionRecord, ServingManifest } from '../shared/model/serving.ts';
import type { PredictRequest } from './parse-predict-request.ts';
import { RequestError } from './request-error.ts';

export interface Prediction {
  readonly prediction: string | number;
  /** By class, in the signature's order; absent for regression. */
  readonly probabilities?: Record<string, number>;
}

/** What POST /predict answers. An answer about a single row has its prediction at the top as well. */
export interface PredictAnswer extends Partial<Prediction> {
  readonly predictions: readonly Prediction[];
  readonly model: string;
  readonly version: number;
  readonly runId: string | null;
  readonly requestId: string;
}

/** The same request with the same request id always gives the same bytes: nothing here depends on time or machine. */
export function makeAnswer(
  manifest: ServingManifest,
  predictions: Predictions,
  requestId: string,
): PredictAnswer {
  const rows = predictions.values.map((_, row) => predictionOf(manifest, predictions, row));
  const facts = { model: manifest.name, version: manifest.version, runId: manifest.runId, requestId };
  return { ...(rows.length === 1 ? rows[0] : {}), predictions: rows, ...facts };
}

/** Lines of the prediction log, each ended. */
export function makeLogLines(parts: {
  manifest: ServingManifest;
  request: PredictRequest;
  predictions: Predictions;
  requestId: string;
  time: string;
}): string {
  const { manifest, request, predictions, requestId, time } = parts;
  const classCount = manifest.signature.classes.length;
  let lines = '';
  for (let row = 0; row < predictions.values.length; row += 1) {
    const record = {
      time,
      requestId,
      row,
      model: manifest.name,
      version: manifest.version,
      runId: manifest.runId,
      modelDigest: manifest.modelDigest,
      features: request.featuresOf(row) as PredictionRecord['features'],
      prediction: predictions.values[row]!,
      ...(predictions.probabilities === null
        ? {}
        : { probabilities: probabilitiesOf(predictions.probabilities, row, classCount) }),
    } satisfies PredictionRecord;
    lines += `${JSON.stringify(record)}\n`;
  }
  return lines;
}

function predictionOf({ signature }: ServingManifest, predictions: Predictions, row: number): Prediction {
  const prediction = predictions.values[row]!;
  if (typeof prediction === 'number' && !Number.isFinite(prediction)) throw notFinite(row, prediction);
  if (predictions.probabilities === null) return { prediction };
  const numbers = probabilitiesOf(predictions.probabilities, row, signature.classes.length);
  const odd = numbers.find((number) => !Number.isFinite(number));
  if (odd !== undefined) throw notFinite(row, odd);
  return {
    prediction,
    probabilities: Object.fromEntries(signature.classes.map((label, index) => [label, numbers[index]!])),
  };
}

const probabilitiesOf = (all: ArrayLike<number>, row: number, classCount: number): number[] =>
  Array.from({ length: classCount }, (_, index) => all[row * classCount + index]!);

const notFinite = (row: number, value: number): RequestError =>
  new RequestError(
    'prediction-not-possible',
    `The model answered ${value} for row ${row}: it cannot deal with these values, perhaps with one that is missing.`,
  );
