import { Trans, useLingui } from '@lingui/react/macro';
import { Switch } from '../../shared/ui/switch.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { useNotifications } from '../session/notifications.ts';

/** Not on phones: browsers leave it to installed apps there. */
export function NotificationSwitch() {
  const { t } = useLingui();
  const [on, change] = useNotifications();
  async function choose(next: boolean) {
    if (!(await change(next))) toast(t`浏览器不允许提醒，请在地址栏的网站设置里打开`, { tone: 'danger' });
  }
  return (
    <Switch
      label={<Trans>桌面提醒</Trans>}
      hint={<Trans>窗口在后台时，有客户等您就提醒</Trans>}
      checked={on}
      onChange={(event) => {
        void choose(event.target.checked);
      }}
      className="hidden! md:flex!"
    />
  );
}
