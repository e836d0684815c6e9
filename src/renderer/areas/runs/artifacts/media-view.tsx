import { type SyntheticEvent, useState } from 'react';
import type { MediaFacts } from '../../../../shared/model/artifact-content.ts';
import { useQuery } from '../../../client/index.ts';
import { ErrorState, formatDuration, formatNumber, Skeleton, ViewFrame } from '../../../ui/index.ts';
import { type ArtifactFile, useArtifactAddress } from './artifact-file.ts';
import styles from './artifacts.module.css';
import { saveArtifact } from './save-artifact.ts';

const streamText = ({ codec, width, height, sampleRate, channels }: MediaFacts['streams'][number]): string =>
  [
    codec,
    width !== undefined && height !== undefined ? `${width} × ${height} px` : '',
    sampleRate === undefined ? '' : `${formatNumber(sampleRate / 1000)} kHz`,
    channels === undefined
      ? ''
      : channels === 1
        ? 'mono'
        : channels === 2
          ? 'stereo'
          : `${channels} channels`,
  ]
    .filter((part) => part !== '')
    .join(', ');

/** Why a file is not played, as far as what it says of itself tells. */
const cannotPlay = (path: string, facts: MediaFacts | undefined, isPicture: boolean): string => {
  const codecs = facts?.streams.map(({ codec }) => codec).join(' and ') ?? '';
  const what = codecs === '' ? 'It' : `It is encoded as ${codecs}, which`;
  return isPicture
    ? `${path} has a picture that this window has no decoder for. ${what} needs another player: save it to open it elsewhere.`
    : `${path} is damaged, or this window has no decoder for it. ${what} may play elsewhere: save it to open it there.`;
};

/** A recording or a film, played where it lies: any place in it is read when one goes there. It never begins by itself. */
export function MediaView({ file }: { file: ArtifactFile }) {
  const { run, path, kind } = file;
  const addressOf = useArtifactAddress();
  const { data: facts, error } = useQuery('runs.mediaFacts', { run, path });
  const [failed, setFailed] = useState<'all' | 'picture' | null>(null);
  if (addressOf === null || (facts === undefined && error === null)) return <Skeleton />;
  const streams = facts?.streams ?? [];
  // The wrapping of a film may hold a recording.
  const hasPicture =
    kind === 'video' && (streams.length === 0 || streams.some((stream) => stream.kind === 'video'));
  if (failed !== null)
    return (
      <ErrorState
        title={hasPicture ? 'This film cannot be played.' : 'This recording cannot be played.'}
        detail={cannotPlay(path, facts, failed === 'picture')}
        action={{ label: 'Save', onClick: () => void saveArtifact(run, path) }}
      />
    );
  const player = {
    src: addressOf(file),
    controls: true,
    preload: 'metadata',
    // The button in the viewer's head saves, and asks where to.
    controlsList: 'nodownload noremoteplayback',
    disableRemotePlayback: true,
    onError: () => setFailed('all'),
  } as const;
  // Chromium plays the sound of a film whose picture it cannot decode.
  const onLoadedMetadata = ({ currentTarget }: SyntheticEvent<HTMLVideoElement>) => {
    if (currentTarget.videoWidth === 0) setFailed('picture');
  };
  return (
    <ViewFrame
      warnings={error === null ? [] : [error.message]}
      bar={
        <>
          <span>{facts?.durationMs == null ? 'of unknown length' : formatDuration(facts.durationMs)}</span>
          {streams.map((stream, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: streams of a fixed file have no other identity
            <span key={place}>{streamText(stream)}</span>
          ))}
        </>
      }
    >
      <div className={styles.player}>
        {hasPicture ? (
          <video
            aria-label={`Film ${path}`}
            {...player}
            onLoadedMetadata={onLoadedMetadata}
            disablePictureInPicture
          />
        ) : (
          <audio aria-label={`Recording ${path}`} {...player} />
        )}
      </div>
    </ViewFrame>
  );
}
