import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type Diagnostics, sendDiagnostics } from '../../../contract/diagnostics.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { crashes } from '../app/crash-log.ts';
import { problemText } from '../app/problem-text.ts';
import { Screen } from '../app/screen.tsx';
import { pageLanguage } from '../../shared/i18n/i18n.ts';
import { probeNetwork } from './probe-network.ts';

async function gather(signal: AbortSignal): Promise<Diagnostics> {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  const space = await navigator.storage?.estimate().catch(() => undefined);
  const free = space?.quota === undefined ? undefined : Math.floor((space.quota - (space.usage ?? 0)) / 1e6);
  return {
    build: document.querySelector<HTMLScriptElement>('script[type=module]')?.src.split('/').at(-1) ?? '',
    browser: navigator.userAgent.slice(0, 400),
    languages: navigator.languages.join(', ').slice(0, 100),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    screen: `${innerWidth}×${innerHeight} @${devicePixelRatio}`,
    installed: matchMedia('(display-mode: standalone)').matches,
    online: navigator.onLine,
    network: await probeNetwork(signal),
    serviceWorker: registration?.waiting ? 'waiting' : registration?.active ? 'active' : 'none',
    freeMegabytes: free,
    crashes: crashes(),
  };
}

/** What support would be sent about the app, for the customer to look at and to agree to, or not. */
export function DiagnosticsPage() {
  const { i18n, t } = useLingui();
  const navigate = useNavigate();
  const [id] = useState(() => crypto.randomUUID());
  const gathered = useQuery({
    queryKey: ['diagnostics'],
    queryFn: ({ signal }) => gather(signal),
    networkMode: 'always',
    staleTime: Number.POSITIVE_INFINITY,
  });
  const send = useMutation({
    mutationFn: (diagnostics: Diagnostics) =>
      call(sendDiagnostics, { body: { id, language: pageLanguage(), diagnostics } }),
    onSuccess: () => navigate({ to: '/support', search: { screen: 'diagnostics' }, replace: true }),
  });
  const { data } = gathered;
  const networks = { good: t`正常`, slow: t`较慢`, unreachable: t`连不上服务器`, offline: t`没有网络` };
  return (
    <Screen title={t`诊断信息`} name="diagnostics" up="/support/help">
      <div className="mx-auto flex max-w-xl flex-col gap-4">
        <p className="text-body">
          <Trans>
            下面这些能帮客服找到应用出错的原因。您点“发送”才会发出；里面没有密码、卡号、余额和聊天内容。
          </Trans>
        </p>
        {!data && <SkeletonList rows={4} />}
        {data && (
          <Card>
            <dl className="flex flex-col gap-2 text-label [&_dd]:break-words [&_dt]:text-muted">
              <Fact name={t`浏览器`} value={data.browser} />
              <Fact
                name={t`屏幕、语言、时区`}
                value={`${data.screen} · ${data.languages} · ${data.timeZone}`}
              />
              <Fact name={t`网络`} value={networks[data.network]} />
              <Fact name={t`已安装到桌面`} value={data.installed ? t`是` : t`否`} />
              {data.freeMegabytes !== undefined && (
                <Fact name={t`可用存储`} value={`${data.freeMegabytes} MB`} />
              )}
              <Fact name={t`应用版本`} value={data.build} />
              <dt>
                <Trans>最近的错误</Trans>
              </dt>
              {data.crashes.length === 0 && (
                <dd>
                  <Trans>没有记录</Trans>
                </dd>
              )}
              {data.crashes.map(({ at, page, message }) => (
                <dd key={at}>
                  <Time value={at} /> {page}
                  <br />
                  <code className="text-caption">{message}</code>
                </dd>
              ))}
            </dl>
          </Card>
        )}
        {send.error && (
          <Banner tone="danger" live>
            {problemText(send.error, i18n.locale)}
          </Banner>
        )}
        <Button wide disabled={!data} loading={send.isPending} onClick={() => data && send.mutate(data)}>
          <Trans>发送给客服</Trans>
        </Button>
      </div>
    </Screen>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
