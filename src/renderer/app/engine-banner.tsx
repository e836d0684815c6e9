import { useEngineState } from '../client/index.ts';
import { MeaningIcon } from '../ui/index.ts';
import styles from './shell.module.css';

/** Says so while nothing can be answered. */
export function EngineBanner() {
  const { state, reason } = useEngineState();
  if (state === 'ready' || state === 'starting') return null;
  const text =
    state === 'restarting'
      ? 'The engine stopped and is being started again. Nothing that was saved is lost; jobs go on when it is back.'
      : 'The engine could not be started. Close the window and open it again; the log says why.';
  return (
    <div className={styles.banner} role="alert">
      <MeaningIcon meaning={state === 'restarting' ? 'warning' : 'bad'} />
      {text}
      {reason !== undefined && <span className={styles.bannerReason}>{reason}</span>}
    </div>
  );
}
