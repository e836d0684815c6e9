import { useMemo, useState } from 'react';
import type { ArrayFacts } from '../../../../shared/model/artifact-content.ts';
import { QueryState } from '../../../app/index.ts';
import { useQuery } from '../../../client/index.ts';
import { EmptyState, formatNumber, ImageStage, Pixels } from '../../../ui/index.ts';
import type { ArtifactFile } from './artifact-file.ts';
import { BarNumber } from './bar-number.tsx';

const bytesOf = (text: string): Uint8ClampedArray<ArrayBuffer> =>
  Uint8ClampedArray.from(atob(text), (letter) => letter.charCodeAt(0));

/** An array that has the shape of an image, as one. */
export function ArrayPicture({
  file: { run, path },
  array: { member },
}: {
  file: ArtifactFile;
  array: ArrayFacts;
}) {
  const [number, setNumber] = useState<number | null>(0);
  const image = useQuery(
    'runs.arrayImage',
    { run, path, member, image: number ?? 0 },
    { keepPrevious: true },
  );
  const found = image.data;
  const pixels = useMemo(() => (found ? bytesOf(found.pixels) : null), [found]);
  return (
    <QueryState query={image} what="The image">
      {() =>
        found === null || found === undefined || pixels === null ? (
          <EmptyState text="The array has not the shape of an image: height × width, with one, three or four channels, 8 to 8192 values a side, in C order." />
        ) : (
          <ImageStage
            label={`Array ${member ?? path} as an image`}
            size={found}
            note={
              <>
                {found.imageCount > 1 && (
                  <BarNumber
                    label={`Image, 0 to ${found.imageCount - 1}`}
                    value={number}
                    onChange={setNumber}
                    minimum={0}
                    maximum={found.imageCount - 1}
                    step={1}
                  />
                )}
                {found.range !== null && (
                  <span>
                    black {formatNumber(found.range.low)}, white {formatNumber(found.range.high)}
                  </span>
                )}
                {found.width < found.sourceWidth && (
                  <span>
                    every {Math.ceil(found.sourceWidth / found.width)}th value of {found.sourceWidth} ×{' '}
                    {found.sourceHeight}
                  </span>
                )}
              </>
            }
          >
            {(place) => (
              <Pixels
                label={member ?? path}
                width={found.width}
                height={found.height}
                pixels={pixels}
                {...place}
              />
            )}
          </ImageStage>
        )
      }
    </QueryState>
  );
}
