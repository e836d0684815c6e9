import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../controls/button.tsx';

const saidMs = 1200;

/** Copies an id, a path, an address or a value; says so for a moment. */
export function CopyButton({
  text,
  what = 'value',
  className,
}: {
  text: string;
  /** Named in the label: "Copy address". */
  what?: string;
  className?: string | undefined;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), saidMs);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <IconButton
      size="small"
      className={className}
      label={copied ? 'Copied' : `Copy ${what}`}
      icon={copied ? <Check size={14} /> : <Copy size={14} />}
      onClick={(event) => {
        event.stopPropagation();
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        );
      }}
    />
  );
}
