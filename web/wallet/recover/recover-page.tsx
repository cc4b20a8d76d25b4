import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Challenge } from '../../../contract/identity.ts';
import { answerRecoveryCode, leaveRecovery, startRecovery } from '../../../contract/recovery.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { problemText } from '../app/problem-text.ts';
import { rememberedAddress } from '../app/session.ts';
import { namedBy } from '../../shared/ui/phone-or-email.ts';
import { AddressField, addressRefused } from '../session/address-field.tsx';
import { CodeStep } from '../session/code-step.tsx';
import { pageLanguage } from '../../shared/i18n/i18n.ts';
import { SessionLayout } from '../session/session-layout.tsx';
import { recoveryQuery } from './queries.ts';
import { RecoveryState } from './recovery-state.tsx';

/** Recover or freeze: for those who can't log in, or must stop everything at once. A code to a bound phone or email opens it. */
export function RecoverPage() {
  const { i18n, t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const recovery = useQuery(recoveryQuery);
  const [address, setAddress] = useState(rememberedAddress);
  const [challenge, setChallenge] = useState<Challenge>();
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);

  const start = useMutation({
    mutationFn: () => call(startRecovery, { body: { ...namedBy(address), language: pageLanguage() } }),
    onSuccess: (sent) => {
      setCode('');
      setChallenge(sent);
    },
  });
  const answer = useMutation({
    mutationFn: (entered: string) =>
      call(answerRecoveryCode, { params: { id: challenge?.id ?? '' }, body: { code: entered } }),
    onSuccess: (opened) => {
      setChallenge(undefined);
      client.setQueryData(recoveryQuery.queryKey, opened);
    },
    onError: () => setCode(''),
  });
  const leave = async () => {
    await call(leaveRecovery).catch(() => {});
    client.setQueryData(recoveryQuery.queryKey, null);
  };
  const toLogIn = () => void navigate({ to: '/login', replace: true });

  if (recovery.isPending) {
    return (
      <SessionLayout title={t`找回与挂失`} onBack={toLogIn}>
        <Skeleton className="h-32 w-full" />
      </SessionLayout>
    );
  }
  if (recovery.data) {
    return (
      <SessionLayout
        title={t`找回与挂失`}
        detail={<Trans>账户 {recovery.data.maskedContact}</Trans>}
        onBack={() => void leave()}
      >
        <RecoveryState recovery={recovery.data} onLeave={() => void leave().then(toLogIn)} />
      </SessionLayout>
    );
  }
  if (challenge) {
    return (
      <SessionLayout
        title={t`确认是您本人`}
        detail={<Trans>请输入收到的验证码。没有注册过时，收到的消息里没有验证码。</Trans>}
        onBack={() => {
          answer.reset();
          setChallenge(undefined);
        }}
      >
        <CodeStep
          challenge={challenge}
          onChallenge={setChallenge}
          value={code}
          onChange={setCode}
          onComplete={(entered) => answer.mutate(entered)}
          busy={answer.isPending}
          error={answer.error ? problemText(answer.error, i18n.locale) : undefined}
        />
      </SessionLayout>
    );
  }

  const { error } = start;
  const refused = addressRefused(error);
  return (
    <SessionLayout
      title={t`找回与挂失`}
      detail={<Trans>忘记密码、账户被锁定，或怀疑账户被盗用时，从这里开始。</Trans>}
      onBack={toLogIn}
    >
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (address) start.mutate();
        }}
      >
        <AddressField
          value={address}
          onChange={setAddress}
          autoFocus={address === ''}
          hint={<Trans>填绑定在账户上的任意一个：手机不在身边，就用邮箱。</Trans>}
          tried={tried}
          refused={refused}
        />
        {error && !refused && (
          <Banner tone="danger" live>
            {problemText(error, i18n.locale)}
          </Banner>
        )}
        <Button type="submit" wide loading={start.isPending} className="mt-1">
          <Trans>获取验证码</Trans>
        </Button>
      </form>
      <ul className="mt-6 flex list-disc flex-col gap-2 pl-5 text-label text-muted">
        <li>
          <Trans>有一个验证码就能查看锁定原因、立即挂失。</Trans>
        </li>
        <li>
          <Trans>解锁和重设密码需要再证明一项；解除挂失需要再证明两项。</Trans>
        </li>
        <li>
          <Trans>UPay 的客服不会向您要密码或验证码。</Trans>
        </li>
      </ul>
    </SessionLayout>
  );
}
