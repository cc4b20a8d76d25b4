import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import {
  answerInRecovery,
  proveInRecoveryToSupport,
  requestRecoveryCallback,
} from '../../../contract/recovery-support.ts';
import { call } from '../../shared/api.ts';
import { ConsentCard, VerificationCard } from '../../shared/chat/request-card.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { problemText } from '../app/problem-text.ts';
import { ConsentButtons } from '../support/consent-buttons.tsx';
import { recoveryQuery, recoverySupportQuery } from './queries.ts';

/**
 * A person, for who can't log in: a call from them, and what they ask for, to be proven and agreed to here.
 * @param provenEnough for lifting the freeze
 */
export function RecoverySupport({ provenEnough }: { provenEnough: boolean }) {
  const { i18n } = useLingui();
  const client = useQueryClient();
  const { data } = useQuery(recoverySupportQuery);
  const refresh = () => client.invalidateQueries({ queryKey: recoverySupportQuery.queryKey });
  const ask = useMutation({ mutationFn: () => call(requestRecoveryCallback), onSettled: refresh });
  const prove = useMutation({
    mutationFn: (id: string) => call(proveInRecoveryToSupport, { params: { id } }),
    onSettled: refresh,
  });
  const answer = useMutation({
    mutationFn: ({ id, choice }: { id: string; choice: 'accept' | 'decline' }) =>
      call(answerInRecovery, { params: { id }, body: { answer: choice } }),
    onSettled: refresh,
  });
  const lifted = data?.action?.state === 'executed';
  useEffect(() => {
    if (lifted) void client.invalidateQueries({ queryKey: recoveryQuery.queryKey, exact: true });
  }, [client, lifted]);
  if (data === undefined) return null;

  const { verification, action, callback, callable } = data;
  const calls = callback && ['requested', 'scheduled', 'calling'].includes(callback.status);
  const error = ask.error ?? prove.error ?? answer.error;
  return (
    <section className="flex flex-col gap-3">
      <h2 className="font-semibold text-title">
        <Trans>找客服帮忙</Trans>
      </h2>
      {action && (
        <ConsentCard action={action}>
          {action.state === 'waiting_customer' && (
            <ConsentButtons
              busy={answer.isPending ? answer.variables.choice : undefined}
              disabled={!provenEnough}
              onAnswer={(choice) => answer.mutate({ id: action.id, choice })}
            />
          )}
        </ConsentCard>
      )}
      {verification?.state === 'asked' && (
        <VerificationCard verification={verification}>
          <p className="mt-3 text-label text-muted">
            {provenEnough ? (
              <Trans>上面证明的已经够了。客服只知道结果，看不到您输入的内容。</Trans>
            ) : (
              <Trans>请先在上面证明到可以解除挂失。客服只知道结果，看不到您输入的内容。</Trans>
            )}
          </p>
          <Button
            wide
            className="mt-3"
            disabled={!provenEnough}
            loading={prove.isPending}
            onClick={() => prove.mutate(verification.id)}
          >
            <Trans>告诉客服已证明</Trans>
          </Button>
        </VerificationCard>
      )}
      {calls ? (
        <p className="text-label text-muted" role="status">
          <Trans>
            客服会在 <Time inSentence value={callback.from} /> 到 <Time inSentence value={callback.until} />{' '}
            之间打到您绑定的手机。接电话时请打开这一页。
          </Trans>
        </p>
      ) : callable ? (
        <Button wide variant="secondary" loading={ask.isPending} onClick={() => ask.mutate()}>
          <Trans>请客服打给我</Trans>
        </Button>
      ) : (
        <p className="text-label text-muted">
          <Trans>账户没有绑定手机，客服没法打给您。客服请您证明或同意什么，会显示在这里。</Trans>
        </p>
      )}
      {error && (
        <Banner tone="danger" live>
          {problemText(error, i18n.locale)}
        </Banner>
      )}
      <p className="text-caption text-muted">
        <Trans>客服看不到也改不了您的密码，也不会向您要密码或验证码。</Trans>
      </p>
    </section>
  );
}
