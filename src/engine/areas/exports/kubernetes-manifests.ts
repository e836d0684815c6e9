import type { ExportOptions } from '../../../shared/contract/exports.ts';
import type { ServingManifest } from '../../../shared/model/serving.ts';
import { containerPort, type DeploymentNames, imageOf } from './deployment-names.ts';

export type Manifest = Readonly<Record<string, unknown>>;

interface Parts {
  readonly manifest: ServingManifest;
  readonly names: DeploymentNames;
  readonly options: ExportOptions;
}

/** Plain Kubernetes objects, by file below `k8s/`. They need no custom resource and pass the Pod Security level "restricted". */
export const makeKubernetesManifests = (parts: Parts): Readonly<Record<string, Manifest>> => ({
  'base/deployment.yaml': deployment(parts),
  'base/service.yaml': service(parts),
  'base/hpa.yaml': autoscaler(parts),
  'base/pdb.yaml': disruptionBudget(parts),
  'base/networkpolicy.yaml': networkPolicy(parts),
  'base/kustomization.yaml': {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['deployment.yaml', 'service.yaml', 'hpa.yaml', 'pdb.yaml', 'networkpolicy.yaml'],
  },
  'overlays/production/kustomization.yaml': {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: parts.options.namespace,
    resources: ['../../base'],
    images: [{ name: parts.names.imageName, newName: parts.names.imageName, newTag: parts.names.imageTag }],
  },
});

const selectorLabels = ({ names }: Parts): Record<string, string> => ({
  'app.kubernetes.io/name': names.name,
  'app.kubernetes.io/component': 'model-server',
});

const labels = (parts: Parts): Record<string, string> => ({
  ...selectorLabels(parts),
  'app.kubernetes.io/version': String(parts.manifest.version),
  'app.kubernetes.io/managed-by': 'modelyard',
});

const metadata = (parts: Parts): Manifest => ({ name: parts.names.name, labels: labels(parts) });

/** The number of replicas is the autoscaler's: one written here would undo its work with every apply. */
const deployment = (parts: Parts): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadata(parts),
  spec: {
    revisionHistoryLimit: 5,
    selector: { matchLabels: selectorLabels(parts) },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    template: {
      metadata: {
        labels: labels(parts),
        annotations: {
          'prometheus.io/scrape': 'true',
          'prometheus.io/port': String(containerPort),
          'prometheus.io/path': '/metrics',
          'modelyard/model': `${parts.manifest.name}/${parts.manifest.version}`,
          'modelyard/model-digest': `sha256:${parts.manifest.modelDigest}`,
        },
      },
      spec: podSpec(parts),
    },
  },
});

const podSpec = (parts: Parts): Manifest => ({
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  terminationGracePeriodSeconds: 30,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 1000,
    runAsGroup: 1000,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: selectorLabels(parts) },
    },
  ],
  containers: [container(parts)],
});

const container = ({ names, options }: Parts): Manifest => ({
  name: 'server',
  image: imageOf(names),
  imagePullPolicy: 'IfNotPresent',
  ports: [{ name: 'http', containerPort }],
  startupProbe: { httpGet: { path: '/health/ready', port: 'http' }, periodSeconds: 2, failureThreshold: 30 },
  livenessProbe: {
    httpGet: { path: '/health/live', port: 'http' },
    periodSeconds: 10,
    timeoutSeconds: 3,
    failureThreshold: 3,
  },
  readinessProbe: {
    httpGet: { path: '/health/ready', port: 'http' },
    periodSeconds: 5,
    timeoutSeconds: 3,
    failureThreshold: 2,
  },
  // Gives load balancers time to forget the pod before it stops to listen.
  lifecycle: { preStop: { exec: { command: ['node', '-e', 'setTimeout(() => {}, 5000)'] } } },
  resources: {
    requests: { cpu: options.cpuRequest, memory: options.memoryRequest },
    limits: { cpu: options.cpuLimit, memory: options.memoryLimit },
  },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
});

const service = (parts: Parts): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: metadata(parts),
  spec: {
    type: 'ClusterIP',
    selector: selectorLabels(parts),
    ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }],
  },
});

const autoscaler = (parts: Parts): Manifest => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: metadata(parts),
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: parts.names.name },
    minReplicas: parts.options.replicas,
    maxReplicas: Math.max(parts.options.maxReplicas, parts.options.replicas),
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
      },
    ],
  },
});

/** `maxUnavailable`, because a budget of `minAvailable` equal to the replicas would block every node from being drained. */
const disruptionBudget = (parts: Parts): Manifest => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: metadata(parts),
  spec: { maxUnavailable: 1, selector: { matchLabels: selectorLabels(parts) } },
});

/** A model needs no connection of its own: only its port may be reached, and nothing may be reached from it. */
const networkPolicy = (parts: Parts): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: metadata(parts),
  spec: {
    podSelector: { matchLabels: selectorLabels(parts) },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ ports: [{ port: containerPort, protocol: 'TCP' }] }],
    egress: [],
  },
});
