import { useState } from 'react';
import { EmptyState, ImageStage, Segments, Slider, ViewFrame } from '../../../ui/index.ts';
import { ImageDifference, type NamedImage } from './image-difference.tsx';
import styles from './images.module.css';
import { type AddressOf, nameOf, type ShownImage } from './shown-image.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** null for an image that is missing. */
const namedImage = (image: ShownImage, addressOf: AddressOf): NamedImage | null => {
  const { run, path, digest } = image;
  return path === null ? null : { address: addressOf({ run: run.id, path, digest }), name: nameOf(image) };
};

function Single({ image, addressOf }: { image: ShownImage; addressOf: AddressOf }) {
  const [size, setSize] = useState<Size | null>(null);
  const [failedAddress, setFailedAddress] = useState<string | null>(null);
  const { path, run } = image;
  const named = namedImage(image, addressOf);
  if (named === null) return <EmptyState text={`${run.name} left no image at ${image.label}.`} />;
  if (failedAddress === named.address)
    return <EmptyState text={`${path} of ${run.name} cannot be drawn: it is damaged, or too large.`} />;
  return (
    <ImageStage label={nameOf(image)} size={size} note={<span>{nameOf(image)}</span>}>
      {(place) => (
        <img
          src={named.address}
          alt={nameOf(image)}
          {...place}
          onError={() => setFailedAddress(named.address)}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setSize({ width: naturalWidth, height: naturalHeight })
          }
        />
      )}
    </ImageStage>
  );
}

function Overlay({ base, shown, addressOf }: { base: ShownImage; shown: ShownImage; addressOf: AddressOf }) {
  const [share, setShare] = useState(50);
  const [size, setSize] = useState<Size | null>(null);
  const [below, above] = [namedImage(base, addressOf), namedImage(shown, addressOf)];
  if (below === null || above === null) return <Single image={shown} addressOf={addressOf} />;
  return (
    <ImageStage
      label={`${nameOf(shown)} over ${nameOf(base)}`}
      size={size}
      note={
        <Slider label={nameOf(base)} value={share} maximum={100} onChange={setShare} said={nameOf(shown)} />
      }
    >
      {({ style, className }) => (
        <>
          <img
            src={below.address}
            alt={below.name}
            {...{ style, className }}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setSize({ width: naturalWidth, height: naturalHeight })
            }
          />
          <img
            src={above.address}
            alt={above.name}
            className={className}
            style={{ ...style, ...overlaid, opacity: share / 100 }}
          />
        </>
      )}
    </ImageStage>
  );
}

/** In the middle of the stage, where the image below stands. */
const overlaid = { position: 'absolute', inset: 0 } as const;

function Difference({
  base,
  shown,
  addressOf,
}: {
  base: ShownImage;
  shown: ShownImage;
  addressOf: AddressOf;
}) {
  const [one, other] = [namedImage(base, addressOf), namedImage(shown, addressOf)];
  if (one === null || other === null) return <Single image={shown} addressOf={addressOf} />;
  return <ImageDifference base={one} shown={other} />;
}

type Mode = 'side' | 'overlay' | 'difference';

/** One image; or two, beside each other, over each other, or as what differs between them. */
export function ImageComparison({
  base,
  shown,
  addressOf,
}: {
  base: ShownImage | null;
  shown: ShownImage;
  addressOf: AddressOf;
}) {
  const [mode, setMode] = useState<Mode>('side');
  if (base === null) return <Single image={shown} addressOf={addressOf} />;
  return (
    <ViewFrame
      barHeight="high"
      bar={
        <>
          <Segments
            label="Compare"
            value={mode}
            onChange={setMode}
            options={[
              { value: 'side', label: 'Side by side' },
              { value: 'overlay', label: 'Overlay' },
              { value: 'difference', label: 'Difference' },
            ]}
          />
          <span className={styles.note}>
            {nameOf(shown)} against {nameOf(base)}
          </span>
        </>
      }
    >
      {mode === 'side' && (
        <div className={styles.pair}>
          <Single image={base} addressOf={addressOf} />
          <Single image={shown} addressOf={addressOf} />
        </div>
      )}
      {mode === 'overlay' && <Overlay {...{ base, shown, addressOf }} />}
      {mode === 'difference' && <Difference {...{ base, shown, addressOf }} />}
    </ViewFrame>
  );
}
