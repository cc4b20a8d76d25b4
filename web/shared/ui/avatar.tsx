import { cx } from './cx.ts';

export interface AvatarProps {
  /** Whose; its first character is shown when there is no picture. */
  name: string;
  src?: string;
  size?: 'normal' | 'large';
  className?: string;
}

/** A person or a shop, as a round picture. Decoration: the name stands beside it. */
export function Avatar({ name, src, size = 'normal', className }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'inline-grid shrink-0 place-items-center overflow-hidden rounded-full bg-accent-soft text-accent-ink',
        size === 'normal' ? 'size-avatar text-label' : 'size-16 text-[1.5rem]',
        className,
      )}
    >
      {src ? <img src={src} alt="" className="size-full object-cover" /> : [...name.trim()][0]?.toUpperCase()}
    </span>
  );
}
