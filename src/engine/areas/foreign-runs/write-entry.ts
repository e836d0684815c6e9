import type { EntryWriting } from './entry-writing.ts';
import type { ImportEntry } from './import-entries.ts';
import { writeReference, writeUnitEnd, writeUnitGone } from './write-linked-entries.ts';
import {
  writeAliases,
  writeLoggedModel,
  writeModelVersion,
  writeRegisteredModel,
} from './write-model-entries.ts';
import {
  writeArtifact,
  writeDataset,
  writeExperiment,
  writeModelLink,
  writeParameters,
  writePoints,
  writeRun,
  writeTags,
} from './write-run-entries.ts';
import { writeSpans, writeTrace, writeTraceFile } from './write-trace-entries.ts';

/**
 * Writes one entry. What is here from the same source is left as it is, with what is new added to it; what is here from elsewhere is
 * refused together with everything that belongs to it. Of a linked source, what is here from it becomes what the source says.
 */
export const writeEntry = (writing: EntryWriting, entry: ImportEntry): void => {
  switch (entry.kind) {
    case 'experiment':
      writeExperiment(writing, entry);
      break;
    case 'run':
      writeRun(writing, entry);
      break;
    case 'parameters':
      writeParameters(writing, entry);
      break;
    case 'tags':
      writeTags(writing, entry);
      break;
    case 'points':
      writePoints(writing, entry);
      break;
    case 'dataset-input':
      writeDataset(writing, entry);
      break;
    case 'logged-model':
      writeLoggedModel(writing, entry);
      break;
    case 'model-link':
      writeModelLink(writing, entry);
      break;
    case 'artifact':
      writeArtifact(writing, entry);
      break;
    case 'reference':
      writeReference(writing, entry);
      break;
    case 'unit-end':
      writeUnitEnd(writing, entry);
      break;
    case 'unit-gone':
      writeUnitGone(writing, entry);
      break;
    case 'registered-model':
      writeRegisteredModel(writing, entry);
      break;
    case 'model-version':
      writeModelVersion(writing, entry);
      break;
    case 'aliases':
      writeAliases(writing, entry);
      break;
    case 'trace':
      writeTrace(writing, entry);
      break;
    case 'spans':
      writeSpans(writing, entry);
      break;
    case 'trace-file':
      writeTraceFile(writing, entry);
      break;
  }
};
