import { Plural, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Command, Keyboard } from 'lucide-react';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { useActions } from '../keyboard/actions.tsx';
import { Mark } from './mark.tsx';
import { ProfileMenu } from './profile-menu.tsx';
import { useRooms } from './rooms.tsx';

/** The rooms of the desk, and the person's own things. Wide screens only: phones have the menu above the list. */
export function Rail({ waiting, inInbox = false }: { waiting: number; inInbox?: boolean }) {
  const { t } = useLingui();
  const actions = useActions();
  const rooms = useRooms(waiting);
  return (
    <nav
      aria-label={t`工作台`}
      className="hidden w-14 shrink-0 flex-col items-center gap-1.5 border-line border-r bg-surface py-3 md:flex"
    >
      <Mark className="mb-2 size-8" />
      {rooms.map(({ to, icon, name, waiting: waitingThere }) => (
        <Link
          key={to}
          to={to}
          title={name}
          activeOptions={{ exact: to !== '/', includeSearch: false }}
          className="relative grid size-10 place-items-center rounded-control [&>svg]:size-5"
          inactiveProps={{ className: 'text-muted hover:bg-sunken' }}
          activeProps={{ className: 'bg-accent-soft text-accent-ink' }}
        >
          {icon}
          <span className="sr-only">{name}</span>
          {waitingThere > 0 && (
            <span className="tabular absolute -top-1 -right-1 min-w-[1.125rem] rounded-full bg-danger px-1 text-center font-medium text-[0.6875rem] text-on-danger leading-[1.125rem]">
              <span aria-hidden="true">{waitingThere > 99 ? '99+' : waitingThere}</span>
              <span className="sr-only">
                {' '}
                {to === '/' ? (
                  <Plural value={waitingThere} other="# 位客户在排队" />
                ) : to === '/approvals' ? (
                  <Plural value={waitingThere} other="# 项等您批准" />
                ) : (
                  <Plural value={waitingThere} other="# 笔待处理" />
                )}
              </span>
            </span>
          )}
        </Link>
      ))}
      <div className="mt-auto flex flex-col items-center gap-2">
        {inInbox && (
          <>
            <IconButton
              icon={<Command />}
              label={t`命令面板 (Ctrl+K)`}
              tone="muted"
              className="size-10!"
              onClick={() => actions.run('palette')}
            />
            <IconButton
              icon={<Keyboard />}
              label={t`键盘快捷键`}
              tone="muted"
              className="size-10!"
              onClick={() => actions.run('help')}
            />
          </>
        )}
        <ProfileMenu side="right" />
      </div>
    </nav>
  );
}
