import { Button, formatNumber } from '../../ui/index.ts';

/** More lines than these are drawn when somebody asks for them. */
export const linesAtFirst = 100;
/** More than these are not drawn. */
export const mostLines = 1000;

/** The first lines, and how to see all of them. */
export function LineCap({ drawn, total, onAll }: { drawn: number; total: number; onAll: () => void }) {
  const most = Math.min(mostLines, total);
  return (
    <>
      <span>
        The first {formatNumber(drawn)} of {formatNumber(total)} runs.
      </span>
      {drawn < most && (
        <Button size="small" onClick={onAll}>
          Draw {most === total ? `all ${formatNumber(total)}` : formatNumber(most)}
        </Button>
      )}
    </>
  );
}
