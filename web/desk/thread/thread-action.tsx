import type { ReactNode } from 'react';
import { Button } from '../../shared/ui/button.tsx';
import { Kbd } from '../shell/kbd.tsx';

export interface ThreadActionProps {
  icon: ReactNode;
  name: string;
  /** The single key that does the same. */
  shortcut: string;
  onAct: () => void;
  /** The one that ends the work; the others give up their name first where the customer's needs the room. */
  primary?: boolean;
  loading?: boolean;
}

/** What can be done with a conversation, above it: with its name on wide screens, an icon on phones. */
export function ThreadAction({ icon, name, shortcut, onAct, primary = false, loading }: ThreadActionProps) {
  return (
    <Button
      variant={primary ? 'primary' : 'secondary'}
      icon={icon}
      title={name}
      {...(loading === undefined ? {} : { loading })}
      onClick={onAct}
      aria-keyshortcuts={shortcut}
      className="max-md:gap-0! max-md:px-2.5!"
    >
      <span className="inline-flex items-center gap-2">
        <span className={primary ? 'max-md:sr-only' : 'max-2xl:sr-only'}>{name}</span>
        <Kbd onAccent={primary}>{shortcut}</Kbd>
      </span>
    </Button>
  );
}
