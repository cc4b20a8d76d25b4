import { Plural, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Command, Keyboard, PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { cx } from '../../shared/ui/cx.ts';
import { useActions } from '../keyboard/actions.tsx';
import { createLocalSwitch } from '../session/local-switch.ts';
import { Mark } from './mark.tsx';
import { ProfileMenu } from './profile-menu.tsx';
import { useRooms } from './rooms.tsx';

const names = createLocalSwitch('rail-names', { initially: false });

/** The rooms of the desk, and the person's own things. Wide screens only: phones have the menu above the list. */
export function Rail({ waiting }: { waiting: number }) {
  const { t } = useLingui();
  const actions = useActions();
  const rooms = useRooms(waiting);
  const [named, setNamed] = names.use();
  return (
    <nav
      aria-label={t`工作台`}
      className={cx(
        'hidden shrink-0 flex-col gap-1.5 border-line border-r bg-surface px-2 py-3 md:flex',
        named ? 'w-44' : 'w-14',
      )}
    >
      <div className={cx('mb-2 flex items-center gap-1', named ? 'justify-between' : 'flex-col')}>
        <Mark className="size-8 shrink-0" />
        <IconButton
          icon={named ? <PanelLeftClose /> : <PanelLeftOpen />}
          label={named ? t`收起名称` : t`显示名称`}
          tone="muted"
          className="size-10!"
          aria-expanded={named}
          onClick={() => setNamed(!named)}
        />
      </div>
      {/* In low windows the rooms come closer together first, and then scroll. */}
      <div className="flex min-h-0 flex-1 flex-col gap-1 overflow-y-auto overscroll-contain">
        {rooms.map(({ to, icon, name, waiting: waitingThere }) => (
          <Link
            key={to}
            to={to}
            title={name}
            activeOptions={{ exact: to !== '/', includeSearch: false }}
            className={cx(
              'relative flex h-10 min-h-8 items-center gap-2.5 rounded-control [&>svg]:size-5 [&>svg]:shrink-0',
              named ? 'px-2.5 text-control' : 'justify-center',
            )}
            inactiveProps={{ className: 'text-muted hover:bg-sunken' }}
            activeProps={{ className: 'bg-accent-soft text-accent-ink' }}
          >
            {icon}
            <span className={named ? 'min-w-0 truncate' : 'sr-only'}>{name}</span>
            {waitingThere > 0 && (
              <span
                className={cx(
                  'tabular min-w-[1.125rem] rounded-full bg-danger px-1 text-center font-medium text-[0.6875rem] text-on-danger leading-[1.125rem]',
                  named ? 'ml-auto' : 'absolute top-0 right-0',
                )}
              >
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
      </div>
      <div className={cx('flex items-center gap-2', named ? 'flex-row-reverse justify-between' : 'flex-col')}>
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
        <ProfileMenu side="right" />
      </div>
    </nav>
  );
}
