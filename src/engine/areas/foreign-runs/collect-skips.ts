import {
  mostListedSkips,
  type SkippedItem,
  type SkippedList,
  skippedText,
} from '../../../shared/model/foreign-runs.ts';

/** The first thousand for the report; the log has them all. */
export const collectSkips = (log: (line: string) => void) => {
  const items: SkippedItem[] = [];
  let count = 0;
  return {
    add: (item: SkippedItem): void => {
      count += item.count;
      if (items.length < mostListedSkips) items.push(item);
      log(`Skipped ${skippedText(item)}`);
    },
    list: (): SkippedList => ({ count, items }),
  };
};
