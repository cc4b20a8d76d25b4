import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { setPaymentPassword } from '../../../contract/identity.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { PaymentPasswordPad, usePaymentPasswordEntry } from '../../shared/ui/payment-password-pad.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { problemText } from '../app/problem-text.ts';
import { StepUpCanceled, useStepUp } from '../step-up/step-up.tsx';
import { meQuery } from './queries.ts';

export interface ChoosePaymentPasswordProps {
  /** Proves the owner; held in memory by whoever asked for it. */
  loginPassword: string;
  onDone: () => void;
  /** The login password was not right: it must be asked for again. */
  onWrongLogin?: (error: ApiProblem) => void;
}

/** Six digits, twice, on the keypad; a keyboard works as well. */
export function ChoosePaymentPassword({ loginPassword, onDone, onWrongLogin }: ChoosePaymentPasswordProps) {
  const { i18n, t } = useLingui();
  const { confirmed } = useStepUp();
  const client = useQueryClient();
  const [first, setFirst] = useState('');
  const [error, setError] = useState<{ text: string; count: number }>();
  const refuse = (text: string) => {
    setFirst('');
    setError((before) => ({ text, count: (before?.count ?? 0) + 1 }));
  };

  const pad = usePaymentPasswordEntry(async (digits) => {
    if (first === '') {
      setError(undefined);
      return setFirst(digits);
    }
    if (digits !== first) return refuse(t`两次输入的不一样，请从头再来`);
    try {
      const body = { password: loginPassword, paymentPassword: digits };
      await confirmed((stepUpId) => call(setPaymentPassword, { body, stepUpId }));
    } catch (failed) {
      if (failed instanceof StepUpCanceled) return refuse(t`没有确认，支付密码没有改变`);
      if (failed instanceof ApiProblem && failed.code === 'wrong_credentials' && onWrongLogin) {
        return onWrongLogin(failed);
      }
      return refuse(problemText(failed, i18n.locale));
    }
    client.setQueryData(meQuery.queryKey, (me) => me && { ...me, hasPaymentPassword: true });
    toast(t`支付密码已设置`, { tone: 'success' });
    onDone();
  });

  const onKey = useEffectEvent((event: KeyboardEvent) => pad.onKeyDown(event));
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);

  return (
    <div>
      <p className="text-center text-body" aria-live="polite">
        {first === '' ? <Trans>请输入六位支付密码</Trans> : <Trans>请再输入一次</Trans>}
      </p>
      <PaymentPasswordPad pad={pad} error={error?.text} errorKey={error?.count} />
      <p className="mt-4 text-center text-caption text-muted">
        <Trans>不要用生日、手机号里的数字、连续或重复的数字。</Trans>
      </p>
    </div>
  );
}
