import { useMemo } from 'react';
import { lineDifference } from '../../../shared/model/comparison/line-difference.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { classNames, Inline, Panel, Select, Stack, Text } from '../../ui/index.ts';
import type { Comparison } from './comparison-csv.ts';
import { originParts, TextRows } from './comparison-table.tsx';
import styles from './runs.module.css';
import { usePageSetting } from './use-page-setting.ts';

const mostBytes = 1_000_000;
/** A page of so many lines is drawn at once. */
const mostLines = 2000;

function Lines({ left, right }: { left: string; right: string }) {
  const lines = useMemo(() => lineDifference(left.split('\n'), right.split('\n')), [left, right]);
  const differing = lines.filter((line) => line.left !== line.right).length;
  return (
    <Stack>
      <Text tone="muted">
        {differing === 0 ? 'The changes are the same.' : `${differing} of ${lines.length} lines differ.`}
        {lines.length > mostLines && ` The first ${mostLines} are shown.`}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.sideBySide} tabIndex={0} aria-label="Changes side by side">
        <table className={styles.lines}>
          <tbody>
            {lines.slice(0, mostLines).map((line, index) => (
              <tr
                // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
                key={index}
                className={classNames(line.left !== line.right && styles.lineDiffers)}
              >
                <td>{line.left ?? ''}</td>
                <td aria-label={line.left === line.right ? undefined : 'differs'}>
                  {line.left === line.right ? '' : '≠'}
                </td>
                <td>{line.right ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Stack>
  );
}

/** The text of a patch; empty where a run has none. */
function usePatch(run: string, path: string | null) {
  const query = useQuery(
    'runs.readArtifact',
    { run, path: path ?? '', maxBytes: mostBytes },
    { enabled: path !== null },
  );
  return { query, text: path === null ? '' : (query.data?.text ?? null) };
}

function Changes({ comparison, places }: { comparison: Comparison; places: readonly [number, number] }) {
  const [left, right] = places.map((place) => ({
    run: comparison.runs[place]!.id,
    path: comparison.patches[place] ?? null,
  })) as [{ run: string; path: string | null }, { run: string; path: string | null }];
  const one = usePatch(left.run, left.path);
  const other = usePatch(right.run, right.path);
  if (left.path === null && right.path === null)
    return (
      <Text tone="muted">
        Neither of the two recorded changes beyond its commit. Runs that Modelyard trains inside a Git
        repository keep them.
      </Text>
    );
  if (one.text !== null && other.text !== null) return <Lines left={one.text} right={other.text} />;
  return (
    <QueryState query={one.text === null ? one.query : other.query} what="The changes">
      {() => <Text tone="muted">This is no text that could be shown.</Text>}
    </QueryState>
  );
}

/** With which code and in which environment: what differs, and the uncommitted changes beside each other. */
export function CodeTab({
  comparison,
  onlyDifferences,
}: {
  comparison: Comparison;
  onlyDifferences: boolean;
}) {
  const [left, setLeft] = usePageSetting('changes left', 0);
  const [right, setRight] = usePageSetting('changes right', 1);
  const options = comparison.runs.map(({ name }, place) => ({ value: String(place), label: name }));
  return (
    <div className={styles.padded}>
      <Stack>
        <Panel title="Code and environment" flush>
          <TextRows
            comparison={comparison}
            onlyDifferences={onlyDifferences}
            parts={originParts(comparison)}
          />
        </Panel>
        <Panel title="Changes that are not in the commit">
          <Stack>
            <Inline>
              <Select
                label="Left"
                inline
                value={String(left)}
                onChange={(place) => setLeft(Number(place))}
                options={options}
              />
              <Select
                label="Right"
                inline
                value={String(right)}
                onChange={(place) => setRight(Number(place))}
                options={options}
              />
            </Inline>
            <Changes comparison={comparison} places={[left, right]} />
          </Stack>
        </Panel>
      </Stack>
    </div>
  );
}
