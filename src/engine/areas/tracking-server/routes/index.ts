import type { AddRoutes } from '../http-server.ts';
import type { Rpc } from '../rpc.ts';
import { aliasRpcs } from './aliases.ts';
import { addArtifactDownloads, artifactListRpcs } from './artifact-downloads.ts';
import { addArtifactRoutes } from './artifacts.ts';
import { assessmentRpcs } from './assessments.ts';
import { earlierTraceRpcs } from './earlier-traces.ts';
import { experimentRpcs } from './experiments.ts';
import { loggedModelRpcs } from './logged-models.ts';
import { loggingRpcs } from './logging.ts';
import { metricRpcs } from './metrics.ts';
import { modelVersionRpcs } from './model-versions.ts';
import { registeredModelRpcs } from './registered-models.ts';
import { runInputRpcs } from './run-inputs.ts';
import { runRpcs } from './runs.ts';
import { searchExperimentRpcs } from './search-experiments.ts';
import { searchLoggedModelRpcs } from './search-logged-models.ts';
import { searchRunRpcs } from './search-runs.ts';
import { serverInfoRpcs } from './server-info.ts';
import { addSpanRoutes } from './spans.ts';
import { traceRpcs } from './traces.ts';

/** Every call of the protocol that is answered. */
export const rpcs: readonly Rpc[] = [
  ...experimentRpcs,
  ...searchExperimentRpcs,
  ...runRpcs,
  ...loggingRpcs,
  ...metricRpcs,
  ...searchRunRpcs,
  ...artifactListRpcs,
  ...registeredModelRpcs,
  ...aliasRpcs,
  ...modelVersionRpcs,
  ...loggedModelRpcs,
  ...searchLoggedModelRpcs,
  ...runInputRpcs,
  ...traceRpcs,
  ...earlierTraceRpcs,
  ...assessmentRpcs,
  ...serverInfoRpcs,
];

export const routes: readonly AddRoutes[] = [addArtifactRoutes, addArtifactDownloads, addSpanRoutes];
