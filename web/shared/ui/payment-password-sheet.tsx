import { Plural } from '@lingui/react/macro';
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import type { Currency } from '../money.ts';
import { Amount } from './amount.tsx';
import { Sheet } from './dialog.tsx';
import { PaymentPasswordPad, usePaymentPasswordEntry } from './payment-password-pad.tsx';

export interface PaymentPasswordSheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What is being confirmed: "确认转账". */
  title: ReactNode;
  /** Who is paid, masked as the server gives it. */
  payee?: ReactNode;
  amount?: string | bigint;
  currency?: Currency;
  /** How it is paid: "余额", "招商银行储蓄卡(8821)". */
  method?: ReactNode;
  /** Something to know before confirming. */
  notice?: ReactNode;
  /** Given the six digits; the sheet waits for the promise, then clears them. Close the sheet on success. */
  onSubmit: (password: string) => Promise<unknown>;
  /** Why the last try was refused. */
  error?: ReactNode;
  triesLeft?: number;
  onForgot?: () => void;
}

/** The six-digit keypad over the amount and the payee. */
export function PaymentPasswordSheet(props: PaymentPasswordSheetProps) {
  const { open, onOpenChange, title, payee, amount, currency, method, error, triesLeft, onForgot } = props;
  const pad = usePaymentPasswordEntry(props.onSubmit);
  const clear = useEffectEvent(pad.clear);
  useEffect(() => {
    if (!open) clear();
  }, [open]);

  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      dismissible={!pad.busy}
      onKeyDown={pad.onKeyDown}
    >
      <div className="text-center">
        {payee && <p className="text-label text-muted">{payee}</p>}
        {amount !== undefined && (
          <p className="mt-0.5 font-semibold text-display">
            <Amount value={amount} currency={currency} />
          </p>
        )}
        {method && <p className="mt-1 text-label text-muted">{method}</p>}
      </div>
      {props.notice}
      <PaymentPasswordPad
        pad={pad}
        errorKey={triesLeft}
        onForgot={onForgot}
        error={
          error && (
            <>
              {error}
              {triesLeft !== undefined && (
                <span className="ml-1.5 inline-block">
                  <Plural value={triesLeft} other="还可以再试 # 次" />
                </span>
              )}
            </>
          )
        }
      />
    </Sheet>
  );
}
