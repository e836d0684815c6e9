import { useMemo, useState } from 'react';
import { QueryState } from '../../../app/index.ts';
import { useQuery } from '../../../client/index.ts';
import {
  Button,
  countOf,
  EmptyState,
  formatNumber,
  Select,
  Slider,
  SplitPanes,
  ViewFrame,
} from '../../../ui/index.ts';
import { useArtifactAddress } from '../artifacts/artifact-file.ts';
import type { NamedRun } from '../named-run.ts';
import { ImageComparison } from './image-comparison.tsx';
import { ImageGridView } from './image-grid-view.tsx';
import { byImages, cellKey, type ImageGrid, imageGrids, type Place } from './image-grids.ts';
import styles from './images.module.css';
import type { ShownImage } from './shown-image.ts';

/** The height of the grid at first; more runs are scrolled to, or the line below is moved. */
const twoRowsPx = 236;
const start: Place = { row: 0, column: 0 };

function Grids({ runs: all, grids }: { runs: readonly NamedRun[]; grids: readonly ImageGrid[] }) {
  const [gridId, setGridId] = useState(grids[0]?.id ?? '');
  const [place, setPlace] = useState(start);
  const [pinned, setPinned] = useState<ShownImage | null>(null);
  const addressOf = useArtifactAddress();
  const grid = grids.find(({ id }) => id === gridId) ?? grids[0];
  const [runs, others] = useMemo(() => byImages(all, grid), [all, grid]);
  if (grid === undefined) return null;

  const imageAt = ({ row, column }: Place): ShownImage | null => {
    const [run, shown] = [runs[row], grid.columns[column]];
    if (run === undefined || shown === undefined) return null;
    const found = grid.images.get(cellKey(run.id, shown.id));
    return { run, label: shown.label, path: found?.path ?? null, digest: found?.digest ?? null };
  };
  /** Holds an image fast, or lets go of the one that is held. */
  const hold = (image: ShownImage | null) => {
    if (image === null || image.path === null) return;
    const isHeld = pinned?.path === image.path && pinned.run.id === image.run.id;
    setPinned(isHeld ? null : image);
  };
  const current = imageAt(place);
  const column = grid.columns[place.column];
  return (
    <ViewFrame
      barHeight="high"
      bar={
        <>
          <Select
            label="Images"
            hideLabel
            inline
            value={grid.id}
            onChange={(id) => {
              setGridId(id);
              setPlace(start);
            }}
            options={grids.map(({ id, label, images }) => ({
              value: id,
              label: `${label} (${formatNumber(images.size, 9)})`,
            }))}
          />
          {grid.columns.length > 1 && (
            <Slider
              label="Go to"
              value={place.column}
              maximum={grid.columns.length - 1}
              onChange={(next) => setPlace({ ...place, column: next })}
              said={`${column?.label ?? ''}, ${place.column + 1} of ${grid.columns.length}`}
            />
          )}
          <span className={styles.note}>
            {countOf(grid.images.size, 'image')}, {countOf(runs.length, 'run')}
          </span>
          {others.length > 0 && (
            <span className={styles.note} title={others.map(({ name }) => name).join(', ')}>
              {countOf(others.length, 'run')} without one
            </span>
          )}
        </>
      }
      barEnd={
        pinned === null ? (
          <Button size="small" disabled={current?.path == null} onClick={() => setPinned(current)}>
            Compare with this
          </Button>
        ) : (
          <Button size="small" onClick={() => setPinned(null)}>
            Stop comparing
          </Button>
        )
      }
    >
      <SplitPanes
        name="images"
        direction="column"
        fixed="first"
        initialSize={twoRowsPx}
        minimumSize={128}
        first={
          <ImageGridView
            {...{ runs, grid, place, addressOf }}
            pinned={pinned}
            onPlace={setPlace}
            onPin={(at) => hold(imageAt(at))}
          />
        }
        second={
          current === null || addressOf === null ? null : (
            <ImageComparison base={pinned} shown={current} addressOf={addressOf} />
          )
        }
      />
    </ViewFrame>
  );
}

/** Images of runs by step: looked through with arrow keys, and compared with one that is held fast. */
export function ImagesTab({ runs }: { runs: readonly NamedRun[] }) {
  const series = useQuery('runs.imageSeries', { runs: runs.map(({ id }) => id) }, { keepPrevious: true });
  const grids = useMemo(() => imageGrids(series.data ?? []), [series.data]);
  return (
    <QueryState query={series} what="The images">
      {() =>
        grids.length === 0 ? (
          <EmptyState text="These runs left no images. What is logged as a file that ends in .png, .jpg, .gif, .webp, .bmp or .svg stands here." />
        ) : (
          // Another choice of runs is another grid.
          <Grids key={runs.map(({ id }) => id).join()} runs={runs} grids={grids} />
        )
      }
    </QueryState>
  );
}
