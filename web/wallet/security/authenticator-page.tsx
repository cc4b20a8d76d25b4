import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Copy, ShieldCheck, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { beginTotp, confirmTotp, removeTotp, renewRecoveryCodes } from '../../../contract/security.ts';
import type { ResultOf } from '../../../contract/route.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { CodeField } from '../../shared/ui/code-field.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { QrCode } from '../../shared/ui/qr-code.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { copy } from '../app/copy.ts';
import { Screen } from '../app/screen.tsx';
import { factorsQuery } from './queries.ts';
import { useChange } from './use-change.ts';

type Setup = ResultOf<typeof beginTotp>;

/** Setting up an authenticator app, its recovery codes, and taking it away. */
export function AuthenticatorPage() {
  const { t } = useLingui();
  const factors = useQuery(factorsQuery);
  const [setup, setSetup] = useState<Setup>();
  const [codes, setCodes] = useState<string[]>();
  const begin = useChange((_: undefined, stepUpId) => call(beginTotp, { stepUpId }), { onDone: setSetup });
  const renew = useChange((_: undefined, stepUpId) => call(renewRecoveryCodes, { stepUpId }), {
    onDone: ({ recoveryCodes }) => setCodes(recoveryCodes),
  });
  const remove = useChange((_: undefined, stepUpId) => call(removeTotp, { stepUpId }), {
    said: t`身份验证器已移除`,
  });

  const body = () => {
    if (codes) return <RecoveryCodes codes={codes} onDone={() => setCodes(undefined)} />;
    if (setup)
      return (
        <SetUp
          setup={setup}
          onConfirmed={(recoveryCodes) => {
            setSetup(undefined);
            setCodes(recoveryCodes);
          }}
        />
      );
    if (factors.isError && !factors.data)
      return <ErrorState onRetry={() => void factors.refetch()} retrying={factors.isFetching} />;
    if (!factors.data) return <SkeletonList rows={2} />;
    if (!factors.data.totp)
      return (
        <div className="flex flex-col gap-5">
          <p className="text-body">
            <Trans>
              身份验证器是手机上的一个应用，每 30
              秒换一次数字，没有信号也能用。开启后，新设备登录除了密码和短信，还要它上面的数字。
            </Trans>
          </p>
          <Button
            wide
            icon={<Smartphone />}
            loading={begin.isPending}
            onClick={() => begin.mutate(undefined)}
          >
            <Trans>开启身份验证器</Trans>
          </Button>
        </div>
      );
    return (
      <div className="flex flex-col gap-4">
        <p className="flex items-center gap-2 font-medium text-body">
          <ShieldCheck aria-hidden="true" className="size-5 text-success-ink" />
          <Trans>身份验证器已开启</Trans>
        </p>
        <p className="text-label text-muted">
          <Trans>还有 {factors.data.recoveryCodesLeft} 个恢复码没有用过。手机丢了，用恢复码代替它。</Trans>
        </p>
        <Button variant="secondary" wide loading={renew.isPending} onClick={() => renew.mutate(undefined)}>
          <Trans>重新生成恢复码</Trans>
        </Button>
        <Button variant="quiet" wide loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
          <Trans>移除身份验证器</Trans>
        </Button>
      </div>
    );
  };
  return (
    <Screen title={t`身份验证器`} name="authenticator" up="/me/security">
      <Card className="mx-auto max-w-md p-5">{body()}</Card>
    </Screen>
  );
}

function SetUp({ setup, onConfirmed }: { setup: Setup; onConfirmed: (codes: string[]) => void }) {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const confirm = useChange((entered: string) => call(confirmTotp, { body: { code: entered } }), {
    said: t`身份验证器已开启`,
    onDone: ({ recoveryCodes }) => onConfirmed(recoveryCodes),
  });
  const grouped = setup.secret.replace(/(.{4})(?=.)/g, '$1 ');
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.length === 6) confirm.mutate(code);
      }}
    >
      <p className="text-body">
        <Trans>用身份验证器应用扫描，或把密钥输入进去：</Trans>
      </p>
      <QrCode value={setup.uri} label={t`身份验证器的二维码`} className="mx-auto size-52" />
      <div className="flex items-center justify-between gap-2 rounded-control bg-sunken px-3 py-2">
        <code className="tabular min-w-0 break-all text-label">{grouped}</code>
        <Button
          variant="quiet"
          size="small"
          icon={<Copy />}
          onClick={() => void copy(setup.secret, t`密钥已复制`)}
        >
          <Trans>复制</Trans>
        </Button>
      </div>
      <CodeField
        label={<Trans>应用里显示的 6 位数字</Trans>}
        name="totp"
        value={code}
        onChange={setCode}
        onComplete={(entered) => confirm.mutate(entered, { onError: () => setCode('') })}
        disabled={confirm.isPending}
      />
      <Button type="submit" wide loading={confirm.isPending}>
        <Trans>开启</Trans>
      </Button>
    </form>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useLingui();
  return (
    <div className="flex flex-col gap-5">
      <Banner tone="warning" title={<Trans>请把恢复码收好</Trans>}>
        <Trans>手机丢了，用它们代替身份验证器，每个只能用一次。离开这里就不再显示。</Trans>
      </Banner>
      <ul className="grid grid-cols-2 gap-x-4 gap-y-2 rounded-control bg-sunken p-4">
        {codes.map((code) => (
          <li key={code} className="tabular text-center font-mono text-body">
            {code}
          </li>
        ))}
      </ul>
      <div className="grid grid-cols-2 gap-3">
        <Button
          variant="secondary"
          icon={<Copy />}
          onClick={() => void copy(codes.join('\n'), t`恢复码已复制`)}
        >
          <Trans>复制</Trans>
        </Button>
        <Button onClick={onDone}>
          <Trans>我收好了</Trans>
        </Button>
      </div>
    </div>
  );
}
