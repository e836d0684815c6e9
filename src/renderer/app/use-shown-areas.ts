import { useQuery } from '../client/index.ts';
import { type Area, areas } from './areas.ts';
import { useRoute } from './navigation.ts';

/** The areas that stand in the navigation: those that always do, those with something in them, and where one is. */
export function useShownAreas(): readonly Area[] {
  const { area: here } = useRoute();
  const traces = useQuery('traces.list', { limit: 0 }, { keepPrevious: true });
  const hasTraces = (traces.data?.total ?? 0) > 0;
  return areas.filter(({ id, isHiddenWhenEmpty }) => !isHiddenWhenEmpty || hasTraces || id === here);
}
