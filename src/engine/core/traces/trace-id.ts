/**
 * Traces of MLflow 3 are called after what OpenTelemetry calls them, and so their spans say which trace they are of. Those of clients before have
 * names of their own, by which these clients ask for the file that holds their spans.
 */
export const isNamedByItsSpans = (traceId: string): boolean => /^tr-[0-9a-f]{32}$/.test(traceId);
