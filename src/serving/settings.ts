import { isAbsolute, resolve } from 'node:path';

/** How the serving program was told to run; everything comes from its environment. */
export interface ServingSettings {
  /** Folder with model.onnx and model.json. */
  readonly bundleFolder: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Folder of the prediction log; null keeps none. */
  readonly predictionLogFolder: string | null;
  readonly maxBodyBytes: number;
  /** Requests that may be under way or waiting; one more is answered 429. */
  readonly maxQueue: number;
  /** Host names that requests may be addressed to besides the loopback names; null allows any. */
  readonly allowedHosts: readonly string[] | null;
}

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

type Environment = Readonly<Record<string, string | undefined>>;

export function readSettings(environment: Environment): ServingSettings {
  const bundle = environment.MODELYARD_BUNDLE;
  if (bundle === undefined || bundle === '') {
    throw new SettingsError('MODELYARD_BUNDLE must name the folder that holds model.onnx and model.json.');
  }
  const log = environment.MODELYARD_PREDICTION_LOG;
  return {
    bundleFolder: isAbsolute(bundle) ? bundle : resolve(bundle),
    host: environment.HOST || '127.0.0.1',
    port: wholeNumber(environment, 'PORT', { fallback: 8000, min: 0, max: 65_535 }),
    predictionLogFolder: log === undefined || log === '' ? null : resolve(log),
    maxBodyBytes: wholeNumber(environment, 'MAX_BODY_BYTES', { fallback: 10_485_760, min: 1, max: 2 ** 30 }),
    maxQueue: wholeNumber(environment, 'MAX_QUEUE', { fallback: 256, min: 1, max: 100_000 }),
    allowedHosts: readHosts(environment.ALLOWED_HOSTS ?? ''),
  };
}

function wholeNumber(
  environment: Environment,
  name: string,
  { fallback, min, max }: { fallback: number; min: number; max: number },
): number {
  const text = environment[name];
  if (text === undefined || text === '') return fallback;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new SettingsError(`${name} must be a whole number from ${min} to ${max}, not "${text}".`);
}

function readHosts(text: string): readonly string[] | null {
  const names = text
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  return names.includes('*') ? null : names;
}
