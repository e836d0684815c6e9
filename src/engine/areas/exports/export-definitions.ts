import type { JobDefinition } from '../../ports/job-definition.ts';
import type { Writer } from '../../ports/store-handles.ts';
import { type ExportedFile, getExport, setExportState, setImageState } from '../../store/exports.ts';
import type { BuildImageInput, BuildImageOutput } from './build-image-job.ts';
import type { ExportInput, ExportOutput } from './export-job.ts';
import { placesOf, tidyUpPlaces } from './target-folder.ts';

const changes = ({ input }: { input: { exportId: string } }) =>
  [{ topic: 'exports', ids: [input.exportId] }] as const;

/** Sent when the folder is in its place and only the image is still to be built. */
export interface ExportWritten {
  readonly files: readonly ExportedFile[];
}

export const exportDefinition: JobDefinition<ExportInput, ExportOutput, ExportWritten> = {
  kind: 'export',
  onStart: (writer, { input }) => setExportState(writer, input.exportId, 'creating'),
  onEmission: (writer, { input }, { files }) => {
    setExportState(writer, input.exportId, 'ready', files);
    setImageState(writer, input.exportId, 'building');
  },
  finish:
    async ({ input }, { files, image }) =>
    (writer: Writer) => {
      setExportState(writer, input.exportId, 'ready', files);
      if (image !== null) setImageState(writer, input.exportId, 'built', image);
    },
  // A build that failed leaves a folder that is good.
  onFailure: (writer, { input }) => {
    if (getExport(writer, input.exportId).state === 'ready') setImageState(writer, input.exportId, 'failed');
    else setExportState(writer, input.exportId, 'failed');
  },
  tidyUp: ({ input }) => tidyUpPlaces(placesOf(input)),
  changes,
};

export const buildImageDefinition: JobDefinition<BuildImageInput, BuildImageOutput> = {
  kind: 'build-image',
  onStart: (writer, { input }) => setImageState(writer, input.exportId, 'building'),
  finish:
    async ({ input }, { image }) =>
    (writer: Writer) =>
      setImageState(writer, input.exportId, 'built', image),
  onFailure: (writer, { input }) => setImageState(writer, input.exportId, 'failed'),
  changes,
};
