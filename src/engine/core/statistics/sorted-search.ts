/** Written where the window can use it too. */
export { countBelow, countUpTo } from '../../../shared/model/series/sorted-search.ts';
