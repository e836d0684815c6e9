/** Tags that say where a trace's files lie in its source. */
export const artifactPlaceTag = 'mlflow.artifactLocation';
export const archivePlaceTag = 'mlflow.trace.archiveLocation';

/** Says whether the spans are in the database (`TRACKING_STORE`), in `traces.json` or archived; without it they are in `traces.json`. */
export const spansPlaceTag = 'mlflow.trace.spansLocation';

export const spanFile = 'traces.json';
/** Of spans that were archived, in protocol buffers. */
export const archiveFile = 'traces.pb';

/** Traces belong to no run, so that nothing would say when they have changed. */
export const leftWhereReadInPlace =
  'Traces stay in a source that is read in place. Import it to have them here.';

export const outsideOfSource = (traceId: string, place: string): string =>
  `If ${traceId} has spans or attachments, they lie at ${place}, outside of what was opened.`;
