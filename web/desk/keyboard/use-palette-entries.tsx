import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import {
  AlarmClock,
  ArrowRightLeft,
  BookOpen,
  Check,
  CircleHelp,
  HandCoins,
  Headset,
  Inbox,
  ListFilter,
  Lock,
  MessageSquareText,
  PanelRight,
  Route,
  UserRound,
  Zap,
} from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { listQuery } from '../inbox/queries.ts';
import { type DeskView, VIEWS } from '../inbox/search.ts';
import { useInbox } from '../inbox/use-inbox.ts';
import { macrosQuery, matchMacros } from '../reply/macros.ts';
import { may, useStaff } from '../session/session.ts';
import { Kbd } from '../shell/kbd.tsx';
import { useRooms } from '../shell/rooms.tsx';
import { useActions } from './actions.tsx';
import { SHORTCUT_NAMES } from './shortcut-names.ts';
import { type Action, SHORTCUTS } from './shortcuts.ts';

export interface PaletteEntry {
  id: string;
  icon: ReactNode;
  label: ReactNode;
  aside?: ReactNode;
  run: () => void;
}

/** Actions worth finding by name; moving along the list is for keys. */
const ICONS: Partial<Record<Action, ReactNode>> = {
  take: <Headset />,
  next_waiting: <Headset />,
  reply: <MessageSquareText />,
  note: <Lock />,
  macro: <Zap />,
  suggestion: <BookOpen />,
  guide: <Route />,
  account: <HandCoins />,
  transfer: <ArrowRightLeft />,
  snooze: <AlarmClock />,
  close: <Check />,
  context: <PanelRight />,
  inbox: <Inbox />,
  help: <CircleHelp />,
};
const MOST_CONVERSATIONS = 8;
const PAUSE_MS = 200;

/** What the palette offers for what was typed: what can be done here and now, macros, conversations, lists and rooms. */
export function usePaletteEntries(typed: string) {
  const { t } = useLingui();
  const localized = useLocalized();
  const actions = useActions();
  const inbox = useInbox();
  const navigate = useNavigate();
  const converses = may(useStaff(), 'conversation.work');
  const wanted = typed.trim().toLowerCase();
  const asked = useSettled(typed.trim(), PAUSE_MS);
  // The server searches what was said, too; without words, everything open.
  const found = useQuery({ ...listQuery('all', asked), enabled: converses, refetchInterval: false });
  const closed = useQuery({
    ...listQuery('closed', asked),
    enabled: converses && asked !== '',
    refetchInterval: false,
  });
  const known = useQuery({ ...macrosQuery, enabled: actions.isOffered('macro') }).data ?? [];

  const matches = (name: string) => name.toLowerCase().includes(wanted);
  const commands = SHORTCUTS.flatMap(({ action, keys }): PaletteEntry[] => {
    const name = t(SHORTCUT_NAMES[action]);
    const icon = ICONS[action];
    if (!icon || !actions.isOffered(action) || !matches(name)) return [];
    return [
      { id: action, icon, label: name, aside: <Kbd>{keys.join(' ')}</Kbd>, run: () => actions.run(action) },
    ];
  });
  const macros = (wanted !== '' && actions.isOffered('macro') ? matchMacros(known, wanted) : []).map(
    (macro): PaletteEntry => ({
      id: `macro-${macro.id}`,
      icon: <Zap />,
      label: localized(macro.title),
      aside: <span className="text-caption text-muted">/{macro.shortcut}</span>,
      run: () => actions.run('macro', macro),
    }),
  );
  const rooms = useRooms()
    .filter(({ to, name }) => to !== '/' && matches(name))
    .map(
      ({ to, icon, name }): PaletteEntry => ({ id: to, icon, label: name, run: () => void navigate({ to }) }),
    );
  const viewNames: Record<DeskView, string> = {
    mine: t`我的会话`,
    unassigned: t`未分配的会话`,
    all: t`全部进行中的会话`,
    closed: t`已结束的会话`,
  };
  const views = VIEWS.filter((view) => converses && matches(viewNames[view])).map(
    (view): PaletteEntry => ({
      id: `view-${view}`,
      icon: <ListFilter />,
      label: viewNames[view],
      run: () => inbox.show(view),
    }),
  );
  const conversations = [
    ...(found.data?.conversations ?? []),
    ...(asked ? (closed.data?.conversations ?? []) : []),
  ]
    .slice(0, MOST_CONVERSATIONS)
    .map(
      (conversation): PaletteEntry => ({
        id: conversation.id,
        icon: <UserRound />,
        label: (
          <>
            {conversation.customer.name}{' '}
            <span className="tabular text-caption text-muted">{conversation.customer.maskedContact}</span>
          </>
        ),
        aside: (
          <span className="max-w-[40%] truncate text-caption text-muted">
            {conversation.topic ? localized(conversation.topic) : ''}
          </span>
        ),
        run: () => inbox.open(conversation.id, conversation.status === 'closed' ? 'closed' : undefined),
      }),
    );
  const groups = [
    { name: t`操作`, entries: commands },
    { name: t`快捷回复`, entries: macros },
    { name: t`会话`, entries: conversations },
    { name: t`列表`, entries: views },
    { name: t`房间`, entries: rooms },
  ].filter(({ entries }) => entries.length > 0);
  return { groups, searching: found.isFetching || asked !== typed.trim() };
}

/** The value once it has not changed for a while. */
function useSettled(value: string, pauseMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), pauseMs);
    return () => window.clearTimeout(timer);
  }, [value, pauseMs]);
  return settled;
}
