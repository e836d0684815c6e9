/** After how long the engine is started again, or that it is given up. Pure, so that it can be tested without processes. */
export type RestartDecision =
  | { readonly action: 'restart'; readonly afterMs: number }
  | { readonly action: 'give-up' };

const firstDelayMs = 250;
const longestDelayMs = 8000;
const quickFailuresAllowed = 5;
/** An engine that lived so long was well: what ended it does not count with earlier failures. */
const goodLifeMs = 60_000;

export const decideRestart = ({
  quickFailures,
  livedMs,
}: {
  quickFailures: number;
  livedMs: number;
}): RestartDecision & { readonly quickFailures: number } => {
  const failures = livedMs >= goodLifeMs ? 1 : quickFailures + 1;
  if (failures > quickFailuresAllowed) return { action: 'give-up', quickFailures: failures };
  return {
    action: 'restart',
    afterMs: Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1)),
    quickFailures: failures,
  };
};
