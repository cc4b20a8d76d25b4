import { cx } from '../../shared/ui/cx.ts';

/** A key, as printed on the keyboard. Decoration: what it does is said beside it, or by aria-keyshortcuts. */
export function Kbd({ children, onAccent }: { children: string; onAccent?: boolean }) {
  return (
    <kbd
      aria-hidden="true"
      className={cx(
        'hidden min-w-[1.375rem] items-center justify-center rounded px-1 font-sans text-[0.6875rem] leading-[1.125rem] md:inline-flex',
        onAccent ? 'bg-black/20 text-on-accent' : 'border border-line bg-sunken text-muted',
      )}
    >
      {children}
    </kbd>
  );
}
