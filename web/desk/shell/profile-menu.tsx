import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { KeyRound, LogOut } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { staffLogOut, type Staff } from '../../../contract/identity.ts';
import { call } from '../../shared/api.ts';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { cx } from '../../shared/ui/cx.ts';
import { Switch } from '../../shared/ui/switch.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { useRealtime } from '../../shared/use-realtime.tsx';
import { useSingleKeys } from '../keyboard/use-shortcuts.ts';
import { clearLocal } from '../session/local-data.ts';
import { NotificationSwitch } from './notification-switch.tsx';
import { may, useStaff } from '../session/session.ts';
import { useRooms } from './rooms.tsx';
import { LanguageSwitch, ThemeSwitch } from './appearance.tsx';

/** Who is at the desk, how it looks and sounds, and the way out. */
export function ProfileMenu({ side }: { side: 'right' | 'bottom' }) {
  const { t } = useLingui();
  const staff = useStaff();
  const [singleKeys, setSingleKeys] = useSingleKeys();
  return (
    // Not a popover: its place is known, and what computes places weighs more than this whole menu.
    <Dialog.Root modal={false}>
      <Dialog.Trigger
        title={staff.name}
        aria-label={t`${staff.name}：个人设置`}
        className="relative grid size-target min-w-10 min-h-10 place-items-center rounded-full"
      >
        <Avatar name={staff.name} />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          className={cx(
            'fixed z-40 w-72 rounded-card border border-line bg-raised text-ink shadow-float outline-none data-[state=open]:animate-pop-in',
            side === 'right' ? 'bottom-3 left-16' : 'top-[calc(env(safe-area-inset-top)+4rem)] right-3',
          )}
        >
          <div className="flex items-center gap-3 border-line border-b p-4">
            <Avatar name={staff.name} />
            <div className="min-w-0">
              <Dialog.Title className="truncate font-semibold">{staff.name}</Dialog.Title>
              <p className="truncate text-caption text-muted">
                <RoleName role={staff.role} /> · {staff.email}
              </p>
            </div>
          </div>
          <div className="flex flex-col gap-3 p-4">
            <div className="flex items-center justify-between gap-3 text-control">
              <Trans>外观</Trans>
              <ThemeSwitch />
            </div>
            <div className="flex items-center justify-between gap-3 text-control">
              <Trans>语言</Trans>
              <LanguageSwitch />
            </div>
            {may(staff, 'conversation.work') && <NotificationSwitch />}
            <Switch
              label={<Trans>单键快捷键</Trans>}
              checked={singleKeys}
              onChange={(event) => setSingleKeys(event.target.checked)}
              className="hidden! md:flex!"
            />
          </div>
          <Rooms />
          <div className="border-line border-t p-2">
            <Dialog.Close asChild>
              <Link
                to="/security"
                className="flex min-h-target items-center gap-3 rounded-control px-3 text-control [&>svg]:size-5 [&>svg]:text-muted"
              >
                <KeyRound />
                <Trans>登录安全</Trans>
              </Link>
            </Dialog.Close>
            <LogOutButton />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Where there is no rail. */
function Rooms() {
  const { t } = useLingui();
  const rooms = useRooms();
  if (rooms.length < 2) return null;
  return (
    <nav aria-label={t`工作台`} className="border-line border-t p-2 md:hidden">
      {rooms.map(({ to, icon, name }) => (
        <Dialog.Close key={to} asChild>
          <Link
            to={to}
            className="flex min-h-target items-center gap-3 rounded-control px-3 text-control [&>svg]:size-5 [&>svg]:text-muted"
          >
            {icon}
            {name}
          </Link>
        </Dialog.Close>
      ))}
    </nav>
  );
}

function LogOutButton() {
  const { t } = useLingui();
  const realtime = useRealtime();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const logOut = useMutation({
    mutationFn: () => call(staffLogOut),
    onSuccess: async () => {
      await realtime.forget();
      clearLocal('draft.');
      await navigate({ to: '/login', replace: true });
      queryClient.clear();
    },
    onError: () => toast(t`没有退出成功，请检查网络后再试`, { tone: 'danger' }),
  });
  return (
    <Button variant="quiet" wide icon={<LogOut />} loading={logOut.isPending} onClick={() => logOut.mutate()}>
      <Trans>退出登录</Trans>
    </Button>
  );
}

function RoleName({ role }: { role: Staff['role'] }) {
  if (role === 'supervisor') return <Trans>主管</Trans>;
  if (role === 'senior_agent') return <Trans>高级客服</Trans>;
  if (role === 'finance') return <Trans>财务</Trans>;
  if (role === 'knowledge_editor') return <Trans>知识编辑</Trans>;
  if (role === 'auditor') return <Trans>审计</Trans>;
  return <Trans>客服</Trans>;
}
