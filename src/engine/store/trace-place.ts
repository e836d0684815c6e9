import type { Reader, Writer } from '../ports/store-handles.ts';
import { proxiedPathOf } from './artifact-root.ts';
import { artifactLocationOf, findExperiment } from './experiments.ts';
import { setTraceTag, traceTag } from './trace-tags.ts';
import { findTraceExperiment } from './traces.ts';

/** Where the files of traces lie: attachments, and spans of clients that send none. */

export const artifactPlaceTag = 'mlflow.artifactLocation';

/** Tells clients where to put what is no span. It follows the trace's experiment. */
export const tagPlace = (writer: Writer, id: string): void => {
  const experiment = findExperiment(writer, findTraceExperiment(writer, id)!)!;
  setTraceTag(writer, id, artifactPlaceTag, `${artifactLocationOf(experiment)}/traces/${id}/artifacts`);
};

/** As `tagPlace`, but among the project's files also where the experiment sends its files elsewhere: there these are not. */
export const tagOwnPlace = (writer: Writer, id: string): void => {
  tagPlace(writer, id);
  if (tracePlace(writer, id) === undefined)
    setTraceTag(
      writer,
      id,
      artifactPlaceTag,
      `mlflow-artifacts:/${findTraceExperiment(writer, id)}/traces/${id}/artifacts`,
    );
};

/** The path below which the files of a trace are stored; undefined where they lie elsewhere. */
export const tracePlace = (reader: Reader, id: string): string | undefined =>
  proxiedPathOf(traceTag(reader, id, artifactPlaceTag) ?? '');
