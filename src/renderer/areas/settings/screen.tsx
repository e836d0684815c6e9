import { navigate, useRoute } from '../../app/index.ts';
import { Page, Tabs } from '../../ui/index.ts';
import { EngineFacts } from './engine-facts.tsx';
import { GeneralSettings } from './general-settings.tsx';
import { Health } from './health.tsx';
import { Shortcuts } from './shortcuts.tsx';

const tabs = [
  { id: 'general', label: 'General', content: <GeneralSettings /> },
  { id: 'health', label: 'Health', content: <Health /> },
  { id: 'engine', label: 'Engine', content: <EngineFacts /> },
  { id: 'shortcuts', label: 'Shortcuts', content: <Shortcuts /> },
] as const;
type TabId = (typeof tabs)[number]['id'];

/** How is this set up? */
export function Screen() {
  const { tab } = useRoute();
  const open: TabId = tabs.find(({ id }) => id === tab)?.id ?? 'general';
  return (
    <Page title="Settings" flush>
      <Tabs<TabId>
        label="Settings"
        tabs={tabs}
        value={open}
        onChange={(id) => navigate({ area: 'settings', tab: id })}
      />
    </Page>
  );
}
