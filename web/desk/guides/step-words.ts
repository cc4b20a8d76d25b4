import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import {
  CircleHelp,
  CircleCheck,
  Hourglass,
  KeyRound,
  ListChecks,
  type LucideIcon,
  MessageSquareText,
  Search,
  UserRound,
  Zap,
} from 'lucide-react';

interface KindLook {
  name: MessageDescriptor;
  icon: LucideIcon;
  /** Of the box and of its icon. */
  className: string;
}

/** What each kind of step is called and looks like in a picture. */
export const KINDS: Record<string, KindLook> = {
  look: { name: msg`查`, icon: Search, className: 'border-line bg-sunken text-muted' },
  tell: { name: msg`说`, icon: MessageSquareText, className: 'border-line bg-surface text-muted' },
  choose: { name: msg`选`, icon: ListChecks, className: 'border-accent bg-accent-soft text-accent-ink' },
  ask: { name: msg`问`, icon: CircleHelp, className: 'border-accent bg-accent-soft text-accent-ink' },
  prove: { name: msg`验证`, icon: KeyRound, className: 'border-accent bg-accent-soft text-accent-ink' },
  do: { name: msg`办`, icon: Zap, className: 'border-warning bg-warning-soft text-warning-ink' },
  wait: { name: msg`等`, icon: Hourglass, className: 'border-line bg-surface text-muted' },
  hand_off: { name: msg`转人工`, icon: UserRound, className: 'border-danger bg-danger-soft text-danger-ink' },
  end: { name: msg`结束`, icon: CircleCheck, className: 'border-success bg-success-soft text-success-ink' },
};
