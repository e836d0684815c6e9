import { describe, expect, it } from 'vitest';
import { amend, current, goTo, startAt, step, toList } from './history.ts';
import { formatRoute, linkOf, parseRoute, type Route } from './route.ts';

describe('routes', () => {
  const routes: Route[] = [
    { area: 'overview' },
    { area: 'runs', id: '3f2a' },
    { area: 'models', id: 'churn/3', tab: 'card' },
    { area: 'runs', search: { filter: 'metrics.auc > 0.8 & x = "a?b"' } },
    { area: 'data', id: 'Übergröße 100 %' },
  ];

  it.each(routes)('survive being written and read: %o', (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route);
    expect(parseRoute(linkOf(route))).toEqual(route);
  });

  it.each(['', 'nowhere/3', 'modelyard://', 'https://runs'])('%s leads nowhere', (text) =>
    expect(parseRoute(text)).toBeNull(),
  );

  it('takes an unescaped id from the engine and a broken escape as they are', () => {
    expect(parseRoute('models/churn/3')).toEqual({ area: 'models', id: 'churn/3' });
    expect(parseRoute('runs/100%')).toEqual({ area: 'runs', id: '100%' });
  });
});

describe('history', () => {
  const [a, b, c]: [Route, Route, Route] = [{ area: 'data' }, { area: 'runs' }, { area: 'models' }];

  it('goes back and forward and stops at its ends', () => {
    const there = goTo(goTo(startAt(a), b), c);
    const back = step(step(step(there, -1), -1), -1);
    expect(current(back)).toEqual(a);
    expect(current(step(back, 1))).toEqual(b);
    expect(step(there, 1)).toBe(there);
  });

  it('forgets what lay ahead when it goes elsewhere', () => {
    const elsewhere = goTo(step(goTo(goTo(startAt(a), b), c), -1), { area: 'jobs' });
    expect(elsewhere.entries).toEqual([a, b, { area: 'jobs' }]);
  });

  it('leaves an object for its list, back or on', () => {
    const run: Route = { area: 'runs', id: '3f2a' };
    const filtered: Route = { area: 'runs', search: { filter: 'auc > 0.8' } };
    expect(current(toList(goTo(goTo(startAt(a), filtered), run)))).toEqual(filtered);
    expect(current(toList(goTo(startAt(a), run)))).toEqual({ area: 'runs' });
    const list = startAt(b);
    expect(toList(list)).toBe(list);
  });

  it('does not repeat the present place, and amends it in place', () => {
    const once = goTo(startAt(a), b);
    expect(goTo(once, { area: 'runs' })).toBe(once);
    const amended = amend(once, { area: 'runs', search: { filter: 'x' } });
    expect(amended.entries).toHaveLength(2);
    expect(current(step(amended, -1))).toEqual(a);
  });
});
