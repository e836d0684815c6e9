import 'react';

declare module 'react' {
  /** Custom properties may be set from a style object. */
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}
