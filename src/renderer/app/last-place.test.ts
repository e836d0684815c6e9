import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useProject } from '../client/index.ts';
import { keepPlaces, lastPlaceIn } from './last-place.ts';
import { navigate } from './navigation.ts';
import type { Route } from './route.ts';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

it('each project is found where it was left, and nothing is begun again', () => {
  keepPlaces();
  const leave = (folder: string, route: Route) => {
    useProject.setState({ info: { folder } as never });
    navigate(route);
  };
  const run: Route = { area: 'runs', id: '3f2a', tab: 'charts', search: { filter: 'metrics.auc > 0.8' } };
  leave('/one', run);
  leave('/two', { area: 'serving', search: { start: 'churn' } });
  useProject.setState({ info: null });
  navigate({ area: 'jobs' });
  expect(lastPlaceIn('/one')).toEqual(run);
  expect(lastPlaceIn('/two')).toEqual({ area: 'serving' });
  expect(lastPlaceIn('/three')).toBeNull();
});
