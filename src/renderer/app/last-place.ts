import { useProject } from '../client/index.ts';
import { recall, remember } from '../ui/index.ts';
import { useNavigation } from './navigation.ts';
import { formatRoute, parseRoute, type Route } from './route.ts';

const keyOf = (folder: string): string => `place.${folder}`;
const isText = (value: unknown): value is string => typeof value === 'string';

/** Where what is searched for says what is shown; elsewhere it asks for something to be begun, which a restart must not begin again. */
const searched: ReadonlySet<Route['area']> = new Set(['runs', 'traces']);

/** Where a window left a project; null where none has. */
export function lastPlaceIn(folder: string): Route | null {
  const route = parseRoute(recall(keyOf(folder), isText) ?? '');
  if (route === null || searched.has(route.area)) return route;
  const { search: _search, ...place } = route;
  return place;
}

/** From now on each place is kept for the next start. */
export function keepPlaces(): void {
  useNavigation.subscribe(({ route }) => {
    const { info } = useProject.getState();
    if (info !== null) remember(keyOf(info.folder), formatRoute(route));
  });
}
