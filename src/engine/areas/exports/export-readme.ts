import type { ExportOptions } from '../../../shared/contract/exports.ts';
import { exampleRequest } from '../../../shared/model/example-request.ts';
import type { ServingManifest } from '../../../shared/model/serving.ts';
import { containerPort, type DeploymentNames, imageOf } from './deployment-names.ts';

/** README.md of an export: what it is, how to check, build, run and call it. */
export function writeExportReadme(parts: {
  manifest: ServingManifest;
  names: DeploymentNames;
  options: ExportOptions;
}): string {
  const { manifest, names, options } = parts;
  const { signature } = manifest;
  const image = imageOf(names);
  const body = JSON.stringify(exampleRequest(signature)).replaceAll("'", "'\\''");
  return `# ${manifest.name} ${manifest.version}

A deployment bundle made by Modelyard: one model, the program that serves it, and what Docker and Kubernetes need to run it.

| Fact | Value |
| --- | --- |
| Predicts | ${signature.target} (${signature.task}) |
| Columns | ${signature.inputs.map(({ name, type }) => `${name} (${type})`).join(', ')} |
| Run | ${manifest.runId ?? 'none: imported from a file'} |
| Model file | app/bundle/model.onnx, sha256:${manifest.modelDigest} |
| Image | ${image} |

## Check

\`\`\`sh
sha256sum --check --quiet checksums.txt
\`\`\`

The server checks the model's digest again when it starts and refuses to serve other bytes.

## Build and run

\`\`\`sh
docker build --tag ${image} .
docker run --rm --read-only --cap-drop ALL --security-opt no-new-privileges --memory 512m \\
  --publish 127.0.0.1:8000:${containerPort} ${image}
\`\`\`

The image holds the Linux x64 build of ONNX Runtime; on another machine build with \`--platform linux/amd64\`.
The base image is the build argument NODE_IMAGE; pin it by digest for builds that can be repeated.

## Call

\`\`\`sh
curl http://127.0.0.1:8000/predict -H 'Content-Type: application/json' -d '${body}'
\`\`\`

\`/openapi.json\` describes everything, \`/health/live\` and \`/health/ready\` are for probes, \`/metrics\` is for Prometheus.
requests.json holds requests with the answers that this model gave when it was exported: the same request must get the same bytes.

## Deploy

\`\`\`sh
kubectl apply --kustomize k8s/overlays/production
\`\`\`

It runs in the namespace \`${options.namespace}\`, which must exist, with ${options.replicas} to ${Math.max(options.replicas, options.maxReplicas)} pods, as the autoscaler sees fit
(it needs the metrics server). The network policy lets nothing out; predictions are not logged in the container unless
MODELYARD_PREDICTION_LOG names a folder on a mounted volume.

## Settings

| Variable | Meaning | In the image |
| --- | --- | --- |
| MODELYARD_BUNDLE | Folder with model.onnx and model.json | /app/bundle |
| HOST, PORT | Where it listens | 0.0.0.0, ${containerPort} |
| ALLOWED_HOSTS | Host names it answers to, separated by commas; * for any | * |
| MAX_BODY_BYTES | Largest request | 10485760 |
| MAX_QUEUE | Requests under way before more are answered 429 | 256 |
| MODELYARD_PREDICTION_LOG | Folder for the prediction log | none |
`;
}
