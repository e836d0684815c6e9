import { z } from 'zod';
import { trackingServer } from '../model/tracking-server.ts';
import { defineArea } from './command.ts';

export const trackingServerContract = defineArea({
  'trackingServer.start': {
    summary: 'Take runs from MLflow’s clients on this machine',
    scope: 'project',
    changes: true,
    long: true,
    /** Default: the port it had last, else the first free one from 5000. */
    input: z.object({ port: z.number().int().min(1).max(65535).optional() }),
    /** Answered when it takes requests. */
    output: trackingServer,
  },
  'trackingServer.stop': {
    summary: 'Stop the tracking server; requests under way are answered first',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({}),
    output: trackingServer,
  },
  'trackingServer.status': {
    summary: 'Whether MLflow’s clients can log into this project, and where',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({}),
    output: trackingServer,
  },
});
