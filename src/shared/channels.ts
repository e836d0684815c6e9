/** Names of the channels between a window and the main process. */
export const channels = {
  toEngine: 'modelyard:to-engine',
  fromEngine: 'modelyard:from-engine',
  engineState: 'modelyard:engine-state',
} as const;
