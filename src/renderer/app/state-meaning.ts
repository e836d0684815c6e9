import type { EndpointState } from '../../shared/model/serving.ts';
import type { Meaning } from '../ui/index.ts';

/** How the state of a program that serves looks. */
export const stateMeaning: Readonly<Record<EndpointState, Meaning>> = {
  starting: 'info',
  ready: 'good',
  restarting: 'warning',
  stopped: 'neutral',
  failed: 'bad',
};
