import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { Tooltip } from '../overlay/tooltip.tsx';
import styles from './button.module.css';

export interface ButtonProps extends ComponentProps<'button'> {
  /** primary: the one next step of a screen. quiet: no border. danger: destroys something. */
  variant?: 'plain' | 'primary' | 'quiet' | 'danger';
  size?: 'normal' | 'small';
  icon?: ReactNode;
  /** Shows a spinner and refuses clicks while work is under way. It keeps the keyboard, which a disabled button would let go. */
  busy?: boolean | undefined;
}

export function Button({
  variant = 'plain',
  size = 'normal',
  icon,
  busy = false,
  disabled,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={classNames(
        styles.button,
        variant !== 'plain' && styles[variant],
        size === 'small' && styles.small,
        className,
      )}
    >
      {busy ? <span className={styles.spinner} /> : icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  /** Said by screen readers and shown as the tooltip. */
  label: string;
  icon: ReactNode;
  shortcut?: string | undefined;
  size?: 'normal' | 'small';
}

export function IconButton({ label, icon, shortcut, size = 'normal', className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={classNames(styles.button, styles.icon, size === 'small' && styles.small, className)}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
