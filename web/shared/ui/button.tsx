import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Spinner } from './spinner.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'normal' | 'small';

interface ButtonLook {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Takes the whole width: the one main action at the end of a form. */
  wide?: boolean;
  icon?: ReactNode;
}

const VARIANT: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border border-line bg-surface text-ink hover:bg-pressed',
  quiet: 'text-accent-ink hover:bg-accent-soft',
  danger: 'bg-danger text-on-danger hover:bg-danger-hover',
};

function buttonClass({ variant = 'primary', size = 'normal', wide }: ButtonLook, className?: string): string {
  return cx(
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-button font-medium whitespace-nowrap select-none',
    'transition-[background-color,transform] duration-150 active:scale-[0.98] disabled:opacity-50 disabled:active:scale-100',
    size === 'normal'
      ? 'h-control px-button-padding text-control'
      : 'h-control-small px-[calc(var(--button-padding)*0.8)] text-label',
    wide && 'w-full',
    VARIANT[variant],
    className,
  );
}

export interface ButtonProps extends ComponentProps<'button'>, ButtonLook {
  /** Shows a spinner, keeps the label for assistive technology and ignores clicks. */
  loading?: boolean;
}

/** A command. Not a submit button unless `type="submit"`. */
export function Button({
  variant,
  size,
  wide,
  icon,
  loading = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass({ variant, size, wide }, cx(loading && 'relative', className))}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      onClick={loading ? (event) => event.preventDefault() : onClick}
    >
      <span className={cx('contents', loading && '*:opacity-0')}>
        {icon && <span className="inline-flex [&>svg]:size-icon">{icon}</span>}
        <span>{children}</span>
      </span>
      {loading && <Spinner className="absolute" />}
    </button>
  );
}

export interface ButtonAnchorProps extends ComponentProps<'a'>, ButtonLook {}

/** A link that looks like a button: `createLink(ButtonAnchor)` makes it a router link. */
export function ButtonAnchor({ variant, size, wide, icon, className, children, ...rest }: ButtonAnchorProps) {
  return (
    <a {...rest} className={buttonClass({ variant, size, wide }, className)}>
      {icon && <span className="inline-flex [&>svg]:size-icon">{icon}</span>}
      {children}
    </a>
  );
}
