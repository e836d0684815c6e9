import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { churnModel } from '../../../../test/support/tiny-models.ts';
import { exportOptions } from '../../../shared/contract/exports.ts';
import { deploymentNames, dnsLabel, imageOf } from './deployment-names.ts';
import { makeKubernetesManifests } from './kubernetes-manifests.ts';

const manifest = {
  formatVersion: 1 as const,
  name: 'Kündigung: "Q3" #1',
  version: 4,
  runId: null,
  modelDigest: 'a'.repeat(64),
  signature: churnModel().signature,
};

// biome-ignore lint/suspicious/noExplicitAny: parsed YAML is looked into at many depths
type Parsed = any;

const render = (given: Record<string, unknown> = {}): Record<string, Parsed> => {
  const options = exportOptions.parse(given);
  const objects = makeKubernetesManifests({ manifest, names: deploymentNames(manifest, options), options });
  return Object.fromEntries(
    Object.entries(objects).map(([path, object]) => [path, parse(stringify(object))]),
  );
};

test('names are DNS-1123 labels whatever the model is called', () => {
  expect(dnsLabel('Kündigung: "Q3" #1')).toBe('kundigung-q3-1');
  expect(dnsLabel('顧客離反')).toBe('model');
  expect(dnsLabel('2024 churn')).toBe('model-2024-churn');
  expect(dnsLabel('--a--')).toBe('a');
  for (const name of ['x'.repeat(100), `${'a'.repeat(49)}-b`, '1'.repeat(80)]) {
    expect(dnsLabel(name)).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
  }
});

test('an image is split into name and tag, also with a registry’s port', () => {
  const split = (image: string) => deploymentNames({ name: 'm', version: 1 }, { image });
  expect(split('registry:5000/team/churn')).toMatchObject({
    imageName: 'registry:5000/team/churn',
    imageTag: 'latest',
  });
  expect(split('registry:5000/churn:v3')).toMatchObject({ imageName: 'registry:5000/churn', imageTag: 'v3' });
  expect(imageOf(deploymentNames({ name: 'My model', version: 7 }, {}))).toBe('modelyard/my-model:7');
});

test('the pod runs as nobody special, can write nothing and holds no token', () => {
  const pod = render()['base/deployment.yaml'].spec.template.spec;
  expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
  expect(pod.securityContext).toEqual({
    runAsNonRoot: true,
    runAsUser: 1000,
    runAsGroup: 1000,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(pod.containers[0].securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
});

test('probes ask the right addresses, and resources are what was asked for', () => {
  const [server] = render({ cpuLimit: '2', memoryLimit: '1Gi' })['base/deployment.yaml'].spec.template.spec
    .containers;
  expect(server.startupProbe.httpGet.path).toBe('/health/ready');
  expect(server.livenessProbe.httpGet.path).toBe('/health/live');
  expect(server.readinessProbe.httpGet.path).toBe('/health/ready');
  expect(server.resources).toEqual({
    requests: { cpu: '250m', memory: '256Mi' },
    limits: { cpu: '2', memory: '1Gi' },
  });
});

test('every object selects the same pods, and the kustomization lists every file', () => {
  const objects = render({ replicas: 3, maxReplicas: 9, namespace: 'models' });
  const deployment = objects['base/deployment.yaml'];
  const selector = deployment.spec.selector.matchLabels;
  expect(deployment.spec.template.metadata.labels).toMatchObject(selector);
  expect(objects['base/service.yaml'].spec.selector).toEqual(selector);
  expect(objects['base/pdb.yaml'].spec).toEqual({ maxUnavailable: 1, selector: { matchLabels: selector } });
  expect(objects['base/networkpolicy.yaml'].spec).toMatchObject({
    podSelector: { matchLabels: selector },
    policyTypes: ['Ingress', 'Egress'],
    egress: [],
  });
  expect(objects['base/hpa.yaml'].spec).toMatchObject({
    minReplicas: 3,
    maxReplicas: 9,
    scaleTargetRef: { name: deployment.metadata.name },
  });
  expect(objects['base/kustomization.yaml'].resources.map((name: string) => `base/${name}`).sort()).toEqual(
    Object.keys(objects)
      .filter((path) => path.startsWith('base/') && !path.includes('kustomization'))
      .sort(),
  );
  const overlay = objects['overlays/production/kustomization.yaml'];
  expect(overlay).toMatchObject({ namespace: 'models', resources: ['../../base'] });
  expect(`${overlay.images[0].newName}:${overlay.images[0].newTag}`).toBe(
    deployment.spec.template.spec.containers[0].image,
  );
});

test('label values are short and plain; free text stands in annotations', () => {
  const { metadata } = render()['base/deployment.yaml'].spec.template;
  for (const value of Object.values(metadata.labels))
    expect(value).toMatch(/^[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/);
  expect(metadata.annotations['modelyard/model']).toBe('Kündigung: "Q3" #1/4');
});
