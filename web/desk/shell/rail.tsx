import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Command, Inbox, Keyboard } from 'lucide-react';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { useActions } from '../keyboard/actions.tsx';
import { Mark } from './mark.tsx';
import { ProfileMenu } from './profile-menu.tsx';

/** The rooms of the desk, and the person's own things. Wide screens only: phones have the menu above the list. */
export function Rail({ waiting }: { waiting: number }) {
  const { t } = useLingui();
  const actions = useActions();
  return (
    <nav
      aria-label={t`工作台`}
      className="hidden w-14 shrink-0 flex-col items-center gap-1.5 border-line border-r bg-surface py-3 md:flex"
    >
      <Mark className="mb-2 size-8" />
      <Link
        to="/"
        title={t`收件箱`}
        className="relative grid size-10 place-items-center rounded-control bg-accent-soft text-accent-ink"
      >
        <Inbox aria-hidden="true" className="size-5" />
        <span className="sr-only">
          <Trans>收件箱</Trans>
        </span>
        {waiting > 0 && (
          <span className="tabular absolute -top-1 -right-1 min-w-[1.125rem] rounded-full bg-danger px-1 text-center font-medium text-[0.6875rem] text-on-danger leading-[1.125rem]">
            <span aria-hidden="true">{waiting > 99 ? '99+' : waiting}</span>
            <span className="sr-only">
              {' '}
              <Plural value={waiting} other="# 位客户在排队" />
            </span>
          </span>
        )}
      </Link>
      <div className="mt-auto flex flex-col items-center gap-2">
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
