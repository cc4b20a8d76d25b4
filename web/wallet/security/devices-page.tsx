import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Laptop, MonitorSmartphone, Smartphone, Tablet } from 'lucide-react';
import { useState } from 'react';
import { type Device, revokeDevice, revokeOtherDevices } from '../../../contract/security.ts';
import { call } from '../../shared/api.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { Screen } from '../app/screen.tsx';
import { devicesQuery } from './queries.ts';
import { useChange } from './use-change.ts';

const ICON = { desktop: Laptop, mobile: Smartphone, tablet: Tablet, unknown: MonitorSmartphone };

/** Every browser that is known to the account, with when and where it was used, and a way to be rid of it at once. */
export function DevicesPage() {
  const { t } = useLingui();
  const devices = useQuery(devicesQuery);
  const [asking, setAsking] = useState<Device | 'others'>();
  const [open, setOpen] = useState(false);
  const revoke = useChange(
    (device: Device | 'others') =>
      device === 'others' ? call(revokeOtherDevices) : call(revokeDevice, { params: { id: device.id } }),
    { said: t`已移除，那里的登录马上失效`, onDone: () => setOpen(false) },
  );
  const ask = (device: Device | 'others') => {
    setAsking(device);
    setOpen(true);
  };
  const list = devices.data?.devices ?? [];
  return (
    <Screen title={t`登录过的设备`} name="devices" up="/me/security">
      <div className="flex flex-col gap-3">
        <p className="text-label text-muted">
          <Trans>
            在这些设备上登录不用再收验证码，90 天后会重新验证。不认识的设备请马上移除，并修改登录密码。
          </Trans>
        </p>
        {devices.isError && !devices.data ? (
          <Card>
            <ErrorState onRetry={() => void devices.refetch()} retrying={devices.isFetching} />
          </Card>
        ) : !devices.data ? (
          <Card flush>
            <SkeletonList rows={3} />
          </Card>
        ) : (
          list.map((device) => <DeviceCard key={device.id} device={device} onRevoke={() => ask(device)} />)
        )}
        {list.length > 1 && (
          <Button variant="secondary" wide onClick={() => ask('others')}>
            <Trans>移除其他所有设备</Trans>
          </Button>
        )}
      </div>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        dismissible={!revoke.isPending}
        title={asking === 'others' ? <Trans>移除其他所有设备？</Trans> : <Trans>移除这台设备？</Trans>}
        description={<Trans>那里的登录马上失效，下次登录要重新收验证码。</Trans>}
        footer={
          <>
            <Button variant="secondary" onClick={() => setOpen(false)} disabled={revoke.isPending}>
              <Trans>取消</Trans>
            </Button>
            <Button
              variant="danger"
              loading={revoke.isPending}
              onClick={() => asking && revoke.mutate(asking)}
            >
              <Trans>移除</Trans>
            </Button>
          </>
        }
      />
    </Screen>
  );
}

function DeviceCard({ device, onRevoke }: { device: Device; onRevoke: () => void }) {
  const { i18n, t } = useLingui();
  const Icon = ICON[device.kind];
  const name = [device.browser, device.system].filter(Boolean).join(' · ') || t`未知设备`;
  const place =
    device.place.kind === 'local'
      ? t`本地网络`
      : device.place.kind === 'country'
        ? (new Intl.DisplayNames([i18n.locale], { type: 'region' }).of(device.place.code) ??
          device.place.code)
        : t`地点未知`;
  return (
    <Card className="flex items-start gap-3">
      <Icon aria-hidden="true" className="mt-0.5 size-6 shrink-0 text-accent-ink" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium text-body">
          {name}
          {device.current && (
            <Badge tone="info">
              <Trans>这台设备</Trans>
            </Badge>
          )}
          {!device.current && device.sessions > 0 && (
            <Badge tone="success">
              <Trans>正在登录</Trans>
            </Badge>
          )}
        </p>
        <p className="text-label text-muted">
          <Time value={device.lastSeenAt} /> · {place}
        </p>
        <p className="tabular text-caption text-muted">{device.network}</p>
      </div>
      {!device.current && (
        <Button variant="quiet" size="small" onClick={onRevoke} aria-label={t`移除 ${name}`}>
          <Trans>移除</Trans>
        </Button>
      )}
    </Card>
  );
}
