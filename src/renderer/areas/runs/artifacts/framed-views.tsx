import { useState } from 'react';
import { Button, ErrorState, ImageStage, Skeleton, ViewFrame } from '../../../ui/index.ts';
import { type ArtifactFile, useArtifactAddress } from './artifact-file.ts';
import styles from './artifacts.module.css';
import { saveArtifact } from './save-artifact.ts';

/** An image, also SVG: in an image nothing runs and nothing is loaded. */
export function ImageView({ file }: { file: ArtifactFile }) {
  const { run, path } = file;
  const addressOf = useArtifactAddress();
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const [hasFailed, setFailed] = useState(false);
  if (hasFailed)
    return (
      <ErrorState
        title="This image cannot be drawn."
        detail={`${path} is damaged, or too large. Save it to open it elsewhere.`}
        action={{ label: 'Save', onClick: () => void saveArtifact(run, path) }}
      />
    );
  return (
    <ImageStage label={`Image ${path}`} size={size}>
      {({ style, className }) =>
        addressOf !== null && (
          <img
            src={addressOf(file)}
            alt={path}
            decoding="async"
            {...{ style, className }}
            onError={() => setFailed(true)}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setSize({ width: naturalWidth, height: naturalHeight })
            }
          />
        )
      }
    </ImageStage>
  );
}

/** A page that a run left. Its own scripts run, in a frame that can reach neither the window nor anything outside. */
export function HtmlView({ file }: { file: ArtifactFile }) {
  const addressOf = useArtifactAddress();
  const [loads, setLoads] = useState(0);
  if (addressOf === null) return <Skeleton />;
  return (
    <ViewFrame
      bar={<span>Shown without network: what the page would load from elsewhere is missing.</span>}
      barEnd={
        <Button size="small" onClick={() => setLoads(loads + 1)}>
          Load again
        </Button>
      }
    >
      <iframe
        key={loads}
        className={styles.frame}
        src={addressOf(file)}
        title={`Page ${file.path}`}
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
      />
    </ViewFrame>
  );
}

/** Chromium's own viewer, in a process of its own. */
export function PdfView({ file }: { file: ArtifactFile }) {
  const addressOf = useArtifactAddress();
  if (addressOf === null) return <Skeleton />;
  return (
    <iframe
      className={styles.frame}
      src={`${addressOf(file)}#navpanes=0`}
      title={`Document ${file.path}`}
      referrerPolicy="no-referrer"
    />
  );
}
