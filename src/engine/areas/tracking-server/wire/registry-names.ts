import { modelName, modelVersion } from '../../../../shared/model/registry.ts';
import { checkKey, checkLength, otherName } from './limits.ts';
import { invalid } from './tracking-error.ts';

/** Names, tags, aliases, versions and stages of the registry, refused in MLflow's words. */
const maxTagValueLength = 100_000;
const maxAliasLength = 255;

export const checkModelName = (name: string, path: string): void => {
  if (name.trim() === '') throw invalid(`Missing value for required parameter '${path}'.`);
  if (/[/:]/.test(name)) throw invalid(`Invalid model name '${name}'. Names cannot contain '/' or ':'.`);
  if (name === '.' || name === '..') throw otherName(path, name);
  if (!modelName.safeParse(name).success)
    throw invalid(
      `Invalid model name '${name}'. Names have at most 250 characters, none of them / \\ @ or :, and are not . or ..`,
    );
};

export const checkRegistryTag = ({ key, value }: { key: string; value: string }): void => {
  checkKey(key, { path: 'key', what: 'key' });
  checkLength(value, maxTagValueLength, 'value');
};

export const checkAlias = (alias: string): void => {
  if (!/^[\p{L}\p{N}_-]*$/u.test(alias))
    throw invalid(
      `Invalid alias name: '${alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`,
    );
  checkLength(alias, maxAliasLength, 'Registered model alias name');
  if (alias.toLowerCase() === 'latest') throw invalid("'latest' alias name (case insensitive) is reserved.");
  if (/^v\d+$/i.test(alias)) throw invalid(`Version alias name '${alias}' is reserved.`);
};

/** Versions are numbers that travel as text. */
export const versionNumber = (version: string): number => {
  if (/^\d{1,9}$/.test(version)) return Number(version);
  throw invalid(`Parameter 'version' must be an integer, got '${version}'.`);
};

type Stage = (typeof modelVersion.shape.stage.options)[number];

/** Any case will do. */
export const stageOf = (given: string): Stage => {
  const stages = modelVersion.shape.stage.options;
  const stage = stages.find((name) => name.toLowerCase() === given.toLowerCase());
  if (stage !== undefined) return stage;
  throw invalid(`Invalid Model Version stage: ${given}. Value must be one of ${stages.join(', ')}.`);
};
