import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useEffectEvent, useState } from 'react';
import { Sheet } from '../../shared/ui/dialog.tsx';
import { PaymentPasswordPad, usePaymentPasswordEntry } from '../../shared/ui/payment-password-pad.tsx';
import { problemText } from '../app/problem-text.ts';

export interface NewPaymentPasswordSheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  error?: Error;
  onSubmit: (paymentPassword: string) => Promise<unknown>;
}

/** Six new digits, twice. */
export function NewPaymentPasswordSheet(props: NewPaymentPasswordSheetProps) {
  const { open, onOpenChange, error, onSubmit } = props;
  const { i18n, t } = useLingui();
  const [first, setFirst] = useState('');
  const [mismatch, setMismatch] = useState(0);
  const pad = usePaymentPasswordEntry(async (digits) => {
    if (first === '') {
      setMismatch(0);
      return setFirst(digits);
    }
    setFirst('');
    if (digits !== first) return setMismatch((count) => count + 1);
    await onSubmit(digits).catch(() => {});
  });
  const clear = useEffectEvent(() => {
    pad.clear();
    setFirst('');
    setMismatch(0);
  });
  useEffect(() => {
    if (!open) clear();
  }, [open]);
  const refused = first === '' && error ? problemText(error, i18n.locale) : undefined;
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      dismissible={!pad.busy}
      onKeyDown={pad.onKeyDown}
      title={<Trans>重设支付密码</Trans>}
      description={first === '' ? <Trans>输入新的六位支付密码</Trans> : <Trans>再输入一次</Trans>}
    >
      <PaymentPasswordPad
        pad={pad}
        error={mismatch > 0 ? t`两次输入的不一样，请从头再来` : refused}
        errorKey={mismatch > 0 ? mismatch : refused}
      />
    </Sheet>
  );
}
