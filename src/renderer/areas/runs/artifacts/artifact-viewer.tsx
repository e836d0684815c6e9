import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { QueryState } from '../../../app/index.ts';
import { useQuery } from '../../../client/index.ts';
import { Button, CopyButton, formatBytes, Text, WarningLine } from '../../../ui/index.ts';
import { ArchiveView } from './archive-view.tsx';
import { ArrayView } from './array-view.tsx';
import type { ArtifactFile } from './artifact-file.ts';
import styles from './artifacts.module.css';
import { HtmlView, ImageView, PdfView } from './framed-views.tsx';
import { Hdf5View } from './hdf5-view.tsx';
import { JsonView } from './json-view.tsx';
import { MarkdownView } from './markdown-view.tsx';
import { MediaView } from './media-view.tsx';
import { ModelView } from './model-view.tsx';
import { NotebookView } from './notebook-view.tsx';
import { saveArtifact } from './save-artifact.ts';
import { TableView } from './table-view.tsx';
import { TensorsView } from './tensors-view.tsx';
import { TextView } from './text-view.tsx';
import { WorkbookView } from './workbook-view.tsx';

const viewers: Readonly<Record<ArtifactFile['kind'], (file: ArtifactFile) => ReactNode>> = {
  image: (file) => <ImageView file={file} />,
  table: (file) => <TableView file={file} />,
  json: (file) => <JsonView file={file} />,
  markdown: (file) => <MarkdownView file={file} />,
  text: (file) => <TextView file={file} />,
  html: (file) => <HtmlView file={file} />,
  pdf: (file) => <PdfView file={file} />,
  onnx: (file) => <ModelView file={file} />,
  array: (file) => <ArrayView file={file} />,
  archive: (file) => <ArchiveView file={file} />,
  notebook: (file) => <NotebookView file={file} />,
  workbook: (file) => <WorkbookView file={file} />,
  hdf5: (file) => <Hdf5View file={file} />,
  audio: (file) => <MediaView file={file} />,
  video: (file) => <MediaView file={file} />,
  tensors: (file) => <TensorsView file={file} />,
  none: ({ refusal }) => (
    <div className={styles.padded}>
      <Text tone="muted">{refusal}</Text>
    </div>
  ),
};

/** A file of a run: what it is, what is in it as far as that can be shown, and a way to save it. */
export function ArtifactViewer({ run, path, digest }: { run: string; path: string; digest: string | null }) {
  const described = useQuery('runs.describeArtifact', { run, path });
  return (
    <div className={styles.file}>
      <div className={styles.head}>
        <div className={styles.title}>
          <h2 title={path}>{path}</h2>
          <div className={styles.note}>
            {described.data !== undefined && (
              <span>
                {described.data.name}, {formatBytes(described.data.sizeBytes)}
              </span>
            )}
          </div>
        </div>
        {digest === null ? (
          <Text tone="muted" size="small">
            read from its source
          </Text>
        ) : (
          <CopyButton text={digest} what="SHA-256" />
        )}
        <Button size="small" icon={<Download size={14} />} onClick={() => void saveArtifact(run, path)}>
          Save
        </Button>
      </div>
      <QueryState query={described} what="The file">
        {(found) => (
          <>
            {found.warning !== null && <WarningLine text={found.warning} />}
            {/* What is shown of an older file of this name is forgotten. */}
            <div className={styles.body} key={digest}>
              {viewers[found.kind]({ ...found, run, path, digest })}
            </div>
          </>
        )}
      </QueryState>
    </div>
  );
}
