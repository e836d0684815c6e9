import { ChartWarmUp, SplitPanes } from '../ui/index.ts';
import { areaById } from './areas.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { useRoute } from './navigation.ts';
import { formatRoute } from './route.ts';
import { ScreenView } from './screen.tsx';
import styles from './shell.module.css';
import { SideNavigation } from './side-navigation.tsx';
import { SlotOutlet, useSlots } from './slots.tsx';

function MainView() {
  const route = useRoute();
  const area = areaById(route.area);
  if (area === undefined) return null;
  return (
    <main className={styles.main} aria-label={area.title}>
      <ErrorBoundary name={area.title} resetKey={formatRoute(route)}>
        <ScreenView key={area.id} screen={area.screen} />
      </ErrorBoundary>
    </main>
  );
}

/** The window of an open project: navigation, main view, inspector, panel. */
export function Shell() {
  const hasInspector = useSlots(({ inspector }) => inspector.users > 0);
  const hasPanel = useSlots(({ panel }) => panel.users > 0);
  return (
    <div className={styles.middle}>
      <SideNavigation />
      <div className={styles.content}>
        <SplitPanes
          name="inspector"
          fixed="second"
          initialSize={320}
          minimumSize={240}
          maximumSize={640}
          first={
            <SplitPanes
              name="panel"
              direction="column"
              fixed="second"
              initialSize={240}
              first={<MainView />}
              second={hasPanel ? <SlotOutlet name="panel" /> : null}
            />
          }
          second={hasInspector ? <SlotOutlet name="inspector" /> : null}
        />
      </div>
      <ChartWarmUp />
    </div>
  );
}
