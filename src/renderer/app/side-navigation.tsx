import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { classNames, IconButton, isBoolean, Tooltip, useRemembered } from '../ui/index.ts';
import type { Area } from './areas.ts';
import { navigate, useRoute } from './navigation.ts';
import styles from './shell.module.css';
import { useShownAreas } from './use-shown-areas.ts';

function Entry({ area, isHere, isNarrow }: { area: Area; isHere: boolean; isNarrow: boolean }) {
  const Icon = area.icon;
  const button = (
    <button
      type="button"
      className={styles.navEntry}
      aria-current={isHere ? 'page' : undefined}
      aria-label={area.title}
      onClick={() => navigate({ area: area.id })}
    >
      <Icon size={16} aria-hidden />
      {!isNarrow && <span>{area.title}</span>}
    </button>
  );
  if (!isNarrow) return button;
  return (
    <Tooltip text={area.title} shortcut={area.shortcut} side="right">
      {button}
    </Tooltip>
  );
}

/** The areas, at the left. Collapses to icons, and remembers it. */
export function SideNavigation() {
  const { area: here } = useRoute();
  const areas = useShownAreas();
  const [isNarrow, setNarrow] = useRemembered('navigation.narrow', false, isBoolean);
  return (
    <nav className={classNames(styles.nav, isNarrow && styles.navNarrow)} aria-label="Areas">
      {areas.map((area) => (
        <Entry key={area.id} area={area} isHere={area.id === here} isNarrow={isNarrow} />
      ))}
      <div className={styles.navFoot}>
        <IconButton
          label={isNarrow ? 'Show names' : 'Show icons only'}
          icon={isNarrow ? <PanelLeftOpen size={16} /> : <PanelLeftClose size={16} />}
          onClick={() => setNarrow(!isNarrow)}
        />
      </div>
    </nav>
  );
}
