import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Fingerprint, ShieldCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Challenge } from '../../../contract/identity.ts';
import type { BodyOf } from '../../../contract/route.ts';
import {
  answerStepUp,
  askStepUpPasskey,
  sendStepUpCode,
  type StepUp,
  type StepUpWay,
} from '../../../contract/step-up.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { CodeField } from '../../shared/ui/code-field.tsx';
import { Sheet } from '../../shared/ui/dialog.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { problemText } from '../app/problem-text.ts';
import { CodeStep } from '../session/code-step.tsx';
import { hasPasskeys, signWithPasskey } from '../../shared/passkey.ts';

export interface StepUpSheetProps {
  open: boolean;
  stepUp: StepUp;
  onProven: () => void;
  onCancel: () => void;
}

type Answer = BodyOf<typeof answerStepUp>;

/** Asks for one of the ways the server offers, over the sentence that says what is being confirmed. */
export function StepUpSheet({ open, stepUp, onProven, onCancel }: StepUpSheetProps) {
  const { i18n, t } = useLingui();
  const localized = useLocalized();
  const params = { id: stepUp.id };
  const ways = stepUp.ways.filter((way) => way !== 'passkey' || hasPasskeys());
  const [way, setWay] = useState<StepUpWay>(ways[0] ?? 'phone_code');
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [challenge, setChallenge] = useState<Challenge>();

  const sending = useMutation({
    mutationFn: () => call(sendStepUpCode, { params }),
    onSuccess: setChallenge,
  });
  const answering = useMutation({
    mutationFn: (answer: Answer) => call(answerStepUp, { params, body: answer }),
    onSuccess: onProven,
    onError: () => setCode(''),
  });
  const signing = useMutation({
    mutationFn: async () => {
      const request = await call(askStepUpPasskey, { params });
      return call(answerStepUp, { params, body: { way: 'passkey', ...(await signWithPasskey(request)) } });
    },
    onSuccess: onProven,
  });

  // The code is on its way as soon as it is clear that one is needed.
  const { mutate: sendCode } = sending;
  const byMessage = way === 'phone_code' || way === 'email_code';
  const needsCode = open && byMessage && challenge === undefined;
  useEffect(() => {
    if (needsCode) sendCode();
  }, [needsCode, sendCode]);

  const choose = (next: StepUpWay) => {
    setWay(next);
    setCode('');
    answering.reset();
    signing.reset();
  };
  const secret = stepUp.needsPassword ? { password } : {};
  const submit = (entered = code) => {
    if (byMessage && challenge)
      answering.mutate({ way, challengeId: challenge.id, code: entered, ...secret });
    else if (way === 'totp' || way === 'recovery_code') answering.mutate({ way, code: entered, ...secret });
  };
  const complete = (entered: string) => {
    if (!stepUp.needsPassword || password !== '') submit(entered);
  };
  const failure = answering.error ?? signing.error ?? sending.error;
  const error = failure ? problemText(failure, i18n.locale) : undefined;
  const busy = answering.isPending || signing.isPending;
  const summary = localized(stepUp.summary);

  return (
    <Sheet
      open={open}
      onOpenChange={(next) => !next && onCancel()}
      title={<Trans>请确认是您本人</Trans>}
      dismissible={!busy}
    >
      <div className="flex flex-col gap-5 pb-2">
        <div className="flex items-start gap-3 rounded-card bg-sunken p-card">
          <ShieldCheck aria-hidden="true" className="mt-0.5 size-6 shrink-0 text-accent-ink" />
          <div className="min-w-0">
            <p className="text-caption text-muted">
              <Trans>您正在</Trans>
            </p>
            <p className="font-medium text-body text-ink">{summary}</p>
          </div>
        </div>
        {way === 'passkey' ? (
          <>
            {error && (
              <Banner tone="danger" live>
                {error}
              </Banner>
            )}
            <Button
              wide
              icon={<Fingerprint />}
              loading={signing.isPending}
              onClick={() => signing.mutate()}
              autoFocus
            >
              <Trans>用通行密钥确认</Trans>
            </Button>
          </>
        ) : (
          <form
            noValidate
            className="flex flex-col gap-5"
            onSubmit={(event) => {
              event.preventDefault();
              submit();
            }}
          >
            {stepUp.needsPassword && (
              <PasswordField
                label={<Trans>登录密码</Trans>}
                autoComplete="current-password"
                name="password"
                value={password}
                onChange={(event) => setPassword(event.target.value)}
                autoFocus
              />
            )}
            {byMessage && challenge && (
              <CodeStep
                challenge={challenge}
                onChallenge={setChallenge}
                value={code}
                onChange={setCode}
                onComplete={complete}
                busy={busy}
                error={error}
                autoFocus={!stepUp.needsPassword}
              />
            )}
            {byMessage && !challenge && error && (
              <Banner tone="danger" live>
                {error}
              </Banner>
            )}
            {way === 'totp' && (
              <CodeField
                label={<Trans>身份验证器上的 6 位数字</Trans>}
                name="totp"
                value={code}
                onChange={setCode}
                onComplete={complete}
                disabled={busy}
                error={error}
              />
            )}
            {way === 'recovery_code' && (
              <TextField
                label={<Trans>恢复码</Trans>}
                name="recovery-code"
                autoComplete="off"
                placeholder="xxxxx-xxxxx"
                value={code}
                onChange={(event) => setCode(event.target.value)}
                error={error}
              />
            )}
            <Button type="submit" wide loading={busy} disabled={byMessage && !challenge}>
              <Trans>确认</Trans>
            </Button>
          </form>
        )}
        {ways.length > 1 && (
          <div className="flex flex-wrap justify-center gap-x-2">
            {ways
              .filter((other) => other !== way)
              .map((other) => (
                <Button key={other} variant="quiet" size="small" onClick={() => choose(other)}>
                  {other === 'passkey'
                    ? t`用通行密钥`
                    : other === 'totp'
                      ? t`用身份验证器`
                      : other === 'recovery_code'
                        ? t`用恢复码`
                        : other === 'email_code'
                          ? t`用邮箱验证码`
                          : t`用短信验证码`}
                </Button>
              ))}
          </div>
        )}
      </div>
    </Sheet>
  );
}
