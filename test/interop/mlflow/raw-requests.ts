import { artifactRoutes } from './raw/artifacts.ts';
import { histories } from './raw/histories.ts';
import { loggedModelRoutes } from './raw/logged-models.ts';
import { registryRoutes } from './raw/registry.ts';
import type { RawRequest } from './raw/request.ts';
import { contentTypes, guards, missingFields, routing } from './raw/routing.ts';
import { traceRoutes } from './raw/traces.ts';
import { limits, pageTokens, wrongTypes } from './raw/values.ts';
import type { RawFixture } from './raw-fixture.ts';

/** The requests, in the order in which they are sent: some see what others wrote. */
export const rawRequests = (fixture: RawFixture): RawRequest[] => [
  ...routing(fixture),
  ...contentTypes(fixture),
  ...guards(fixture),
  ...missingFields(),
  ...wrongTypes(fixture),
  ...limits(fixture),
  ...pageTokens(fixture),
  ...histories(fixture),
  ...artifactRoutes(fixture),
  ...registryRoutes(fixture),
  ...loggedModelRoutes(fixture),
  ...traceRoutes(fixture),
];
