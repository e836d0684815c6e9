import { classNames } from '../class-names.ts';
import { CopyButton } from './copy-button.tsx';
import styles from './data.module.css';

/** Code, a log or a manifest: monospace, selectable, with a copy action. */
export function CodeBlock({
  code,
  label,
  wrap = false,
  maxHeight,
}: {
  code: string;
  /** What it is, for screen readers and the copy action: "curl command". */
  label: string;
  wrap?: boolean;
  maxHeight?: number;
}) {
  return (
    <div className={classNames(styles.code, wrap && styles.wrap)} style={{ maxHeight }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling block must be reachable by keyboard */}
      {/* biome-ignore lint/a11y/useSemanticElements: a section would lose the pre-formatted text */}
      <pre tabIndex={0} role="region" aria-label={label}>
        {code}
      </pre>
      <div className={styles.codeActions}>
        <CopyButton text={code} what={label} />
      </div>
    </div>
  );
}
