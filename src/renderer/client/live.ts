import { create } from 'zustand';
import type { EngineEvent } from '../../shared/events.ts';
import type { EngineState } from '../../shared/protocol.ts';
import { afterEvents, type LiveState, nothingLive } from './live-state.ts';

/**
 * What moves while one looks; read it with a selector, so that only the part you show draws you again:
 * `useLive((live) => live.runPoints[runId])`.
 */
export const useLive = create<LiveState>(() => nothingLive);

/** The engine as the shell sees it. */
export const useEngineState = create<EngineState>(() => ({ state: 'starting', restarts: 0 }));

const flushEveryMs = 100;
let waiting: EngineEvent[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Takes events as they come and shows them at most ten times a second. */
export function feedLive(event: EngineEvent): void {
  waiting.push(event);
  if (timer !== undefined) return;
  timer = setTimeout(() => {
    const events = waiting;
    waiting = [];
    timer = undefined;
    useLive.setState((state) => afterEvents(state, events));
  }, flushEveryMs);
}

/** Forgets everything live, for when the window changes its project. */
export function resetLive(): void {
  waiting = [];
  useLive.setState(nothingLive);
}
