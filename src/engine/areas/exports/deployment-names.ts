import type { ExportOptions } from '../../../shared/contract/exports.ts';

/** Port that the server listens on inside the container. */
export const containerPort = 8080;

export interface DeploymentNames {
  /** DNS-1123 label: lower-case letters, digits and hyphens, at most 50, so that suffixes still fit into 63. */
  readonly name: string;
  /** Without the tag. */
  readonly imageName: string;
  readonly imageTag: string;
}

export function deploymentNames(
  { name, version }: { name: string; version: number },
  { image }: Pick<ExportOptions, 'image'>,
): DeploymentNames {
  const label = dnsLabel(name);
  return { name: label, ...splitImage(image ?? `modelyard/${label}:${version}`) };
}

export const imageOf = ({ imageName, imageTag }: DeploymentNames): string => `${imageName}:${imageTag}`;

/** A DNS-1123 label that resembles the name; accents go, and what has no Latin letters becomes "model". */
export function dnsLabel(name: string): string {
  const label = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replaceAll(/^-+|-+$/g, '');
  return label === '' ? 'model' : /^[a-z]/.test(label) ? label : `model-${label}`;
}

/** A colon before the last slash belongs to a registry's port, not to a tag. */
function splitImage(image: string): { imageName: string; imageTag: string } {
  const colon = image.lastIndexOf(':');
  return colon > image.lastIndexOf('/')
    ? { imageName: image.slice(0, colon), imageTag: image.slice(colon + 1) }
    : { imageName: image, imageTag: 'latest' };
}
