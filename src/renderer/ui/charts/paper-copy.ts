import { type RefObject, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

export interface PaperCopy {
  /** Present: a second drawing, in the light colours, is to be in `host`. */
  readonly isWanted: boolean;
  readonly host: RefObject<HTMLDivElement | null>;
  /** Has the copy drawn, gives it to `use`, and takes it away again. */
  take<Taken>(use: (host: Element) => Taken): Promise<Taken>;
}

/** A chart is drawn a second time for paper, out of sight: what is on display stays as it is. */
export function usePaperCopy(): PaperCopy {
  const host = useRef<HTMLDivElement>(null);
  const [isWanted, setWanted] = useState(false);
  return {
    isWanted,
    host,
    take: async (use) => {
      flushSync(() => setWanted(true));
      try {
        if (host.current === null) throw new Error('The chart is not on display any more.');
        await untilStill(host.current);
        return use(host.current);
      } finally {
        setWanted(false);
      }
    },
  };
}

/** A drawing needs a few rounds: its axes are measured before its marks are placed. */
const stillForMs = 120;
const longestWaitMs = 5000;

function untilStill(element: Element): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      observer.disconnect();
      clearTimeout(still);
      clearTimeout(latest);
      resolve();
    };
    let still = setTimeout(end, stillForMs);
    const latest = setTimeout(end, longestWaitMs);
    const observer = new MutationObserver(() => {
      clearTimeout(still);
      still = setTimeout(end, stillForMs);
    });
    observer.observe(element, { childList: true, subtree: true, attributes: true });
  });
}
