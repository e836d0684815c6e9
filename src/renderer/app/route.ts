export const areaIds = [
  'overview',
  'data',
  'train',
  'runs',
  'traces',
  'models',
  'serving',
  'monitoring',
  'exports',
  'jobs',
  'settings',
] as const;
export type AreaId = (typeof areaIds)[number];

/** Where the window is: an area, one object of it, a tab of that object's page, and what is searched for. */
export interface Route {
  area: AreaId;
  id?: string | undefined;
  tab?: string | undefined;
  search?: Readonly<Record<string, string>> | undefined;
}

const isAreaId = (text: string): text is AreaId => areaIds.some((id) => id === text);
const scheme = 'modelyard://';

/** `runs/3f2a?tab=curves&filter=…`; ids may hold slashes (`churn/3`), which are escaped. */
export function formatRoute({ area, id, tab, search }: Route): string {
  const query = new URLSearchParams({ ...(tab !== undefined && { tab }), ...search }).toString();
  return `${area}${id === undefined ? '' : `/${encodeURIComponent(id)}`}${query === '' ? '' : `?${query}`}`;
}

/** The stable link of an object, for copying: `modelyard://runs/3f2a`. */
export const linkOf = (route: Route): string => `${scheme}${formatRoute(route)}`;

/** Reads a route or a link; null when it leads nowhere. */
export function parseRoute(text: string): Route | null {
  const [path = '', query = ''] = text.replace(scheme, '').split('?');
  const [area = '', ...rest] = path.split('/');
  if (!isAreaId(area)) return null;
  const { tab, ...search } = Object.fromEntries(new URLSearchParams(query));
  const id = safeDecode(rest.join('/'));
  return {
    area,
    ...(id !== '' && { id }),
    ...(tab !== undefined && { tab }),
    ...(Object.keys(search).length > 0 && { search }),
  };
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const sameRoute = (one: Route, other: Route): boolean => formatRoute(one) === formatRoute(other);
