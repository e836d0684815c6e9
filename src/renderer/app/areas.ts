import {
  Activity,
  Boxes,
  BrainCircuit,
  ChartLine,
  Database,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  PackageOpen,
  Radio,
  Settings,
  Workflow,
} from 'lucide-react';
import type { AreaId } from './route.ts';
import { createScreen, type Screen, type ScreenModule } from './screen.tsx';

export interface Area {
  id: AreaId;
  title: string;
  icon: LucideIcon;
  /** The question it answers; shown in the palette and the shortcut sheet. */
  question: string;
  shortcut: string | undefined;
  /** Stands in the navigation only while there is something in it. */
  isHiddenWhenEmpty: boolean;
  screen: Screen;
}

/** Only areas that have a screen show: nothing here is a promise. */
const screens = import.meta.glob<ScreenModule>('../areas/*/screen.tsx');

type Described = Omit<Area, 'screen' | 'shortcut' | 'isHiddenWhenEmpty'> & { isHiddenWhenEmpty?: boolean };

const described: readonly Described[] = [
  {
    id: 'overview',
    title: 'Overview',
    icon: LayoutDashboard,
    question: 'Is everything all right, and what is next?',
  },
  { id: 'data', title: 'Data', icon: Database, question: 'What do I have, and can I trust it?' },
  { id: 'train', title: 'Train', icon: BrainCircuit, question: 'How do I get a model?' },
  { id: 'runs', title: 'Runs', icon: ChartLine, question: 'Which run is better, and why?' },
  {
    id: 'traces',
    title: 'Traces',
    icon: Workflow,
    question: 'What did each request do, and where did it fail?',
    isHiddenWhenEmpty: true,
  },
  { id: 'models', title: 'Models', icon: Boxes, question: 'What is in production, and since when?' },
  { id: 'serving', title: 'Serving', icon: Radio, question: 'Is it up, is it fast, what does it answer?' },
  { id: 'monitoring', title: 'Monitoring', icon: Activity, question: 'Has the world moved?' },
  { id: 'exports', title: 'Exports', icon: PackageOpen, question: 'What will the cluster get?' },
  { id: 'jobs', title: 'Jobs', icon: ListChecks, question: 'What is being worked on?' },
  { id: 'settings', title: 'Settings', icon: Settings, question: 'How is this set up?' },
];

/** Keys stay what they are, whether areas that can be hidden show or not; these have none. */
const withKeys = described.filter((area) => area.isHiddenWhenEmpty !== true);

function areaOf({ isHiddenWhenEmpty = false, ...area }: Described): Area[] {
  const load = screens[`../areas/${area.id}/screen.tsx`];
  if (load === undefined) return [];
  const place = withKeys.findIndex(({ id }) => id === area.id);
  const shortcut = place >= 0 && place < 9 ? `Mod+${place + 1}` : undefined;
  return [{ ...area, isHiddenWhenEmpty, screen: createScreen(load), shortcut }];
}

/** Every area of the window, in the order of the navigation. */
export const areas: readonly Area[] = described.flatMap(areaOf);

export const areaById = (id: AreaId): Area | undefined => areas.find((area) => area.id === id);
