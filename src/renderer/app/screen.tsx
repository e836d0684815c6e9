import { type ComponentType, useEffect, useState } from 'react';
import { Skeleton } from '../ui/index.ts';

/** What `src/renderer/areas/<area>/screen.tsx` exports. */
export interface ScreenModule {
  Screen: ComponentType;
}

/** A screen's code, which is not part of the window's first code. */
export interface Screen {
  /** Null until it has been loaded. */
  loaded(): ComponentType | null;
  /** One that failed is loaded again at the next call. */
  load(): Promise<ComponentType>;
}

export const createScreen = (load: () => Promise<ScreenModule>): Screen => {
  let loaded: ComponentType | null = null;
  return {
    loaded: () => loaded,
    load: async () => {
      loaded ??= (await load()).Screen;
      return loaded;
    },
  };
};

/**
 * Draws the screen, as soon as it is loaded. React's own `lazy` would hold it back for up to 0.3 seconds after its placeholder was drawn,
 * so that pages with many of them do not flicker; here there is one.
 */
export function ScreenView({ screen }: { screen: Screen }) {
  const [Loaded, setLoaded] = useState(screen.loaded);
  useEffect(() => {
    if (Loaded !== null) return;
    const fail = (thrown: unknown) =>
      setLoaded(() => {
        throw thrown;
      });
    screen.load().then((component) => setLoaded(() => component), fail);
  }, [Loaded, screen]);
  return Loaded === null ? <Skeleton /> : <Loaded />;
}
