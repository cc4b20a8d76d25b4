import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Delete } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Currency } from '../money.ts';
import { Amount } from './amount.tsx';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { Sheet } from './dialog.tsx';
import { Spinner } from './spinner.tsx';

const LENGTH = 6;

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
  /** Given the six digits; the sheet waits for the promise, then clears them. Close the sheet on success. */
  onSubmit: (password: string) => Promise<unknown>;
  /** Why the last try was refused. */
  error?: ReactNode;
  triesLeft?: number;
  onForgot?: () => void;
}

/**
 * The six-digit keypad over the amount and the payee. The digits live in memory only, never in an input, so nothing
 * can fill them in, remember them or read them out.
 */
export function PaymentPasswordSheet(props: PaymentPasswordSheetProps) {
  const { t } = useLingui();
  const { open, onOpenChange, title, payee, amount, currency, method, error, triesLeft, onForgot } = props;
  const [digits, setDigits] = useState('');
  const [busy, setBusy] = useState(false);
  // The truth between renders: two key presses can arrive in one frame.
  const entered = useRef('');

  const show = (next: string) => {
    entered.current = next;
    setDigits(next);
  };

  useEffect(() => {
    if (!open) {
      entered.current = '';
      setDigits('');
    }
  }, [open]);

  const press = async (digit: string) => {
    if (busy || entered.current.length >= LENGTH) return;
    show(entered.current + digit);
    if (entered.current.length < LENGTH) return;
    setBusy(true);
    try {
      await props.onSubmit(entered.current);
    } finally {
      setBusy(false);
      show('');
    }
  };
  const erase = () => !busy && show(entered.current.slice(0, -1));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[0-9]$/.test(event.key)) void press(event.key);
    else if (event.key === 'Backspace') erase();
    else return;
    event.preventDefault();
  };

  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={title} dismissible={!busy} onKeyDown={onKeyDown}>
      <div className="text-center">
        {payee && <p className="text-label text-muted">{payee}</p>}
        {amount !== undefined && (
          <p className="mt-0.5 font-semibold text-display">
            <Amount value={amount} currency={currency} />
          </p>
        )}
        {method && <p className="mt-1 text-label text-muted">{method}</p>}
      </div>

      <div
        key={error ? `refused-${triesLeft}` : 'clean'}
        className={cx('mt-4 flex justify-center gap-2.5', Boolean(error) && !busy && 'animate-shake')}
        aria-hidden="true"
      >
        {Array.from({ length: LENGTH }, (_, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: six fixed places
            key={index}
            className={cx(
              'grid size-11 place-items-center rounded-control border bg-sunken',
              index === digits.length && !busy
                ? 'border-accent'
                : error && digits === ''
                  ? 'border-danger'
                  : 'border-line',
            )}
          >
            {index < digits.length && <span className="size-2.5 rounded-full bg-ink" />}
          </span>
        ))}
      </div>
      <p role="status" className="sr-only">
        {busy ? t`正在验证支付密码` : t`已输入 ${digits.length} 位，共 ${LENGTH} 位`}
      </p>

      <div className="flex min-h-13 flex-col items-center justify-center py-1 text-center text-label">
        {busy ? (
          <Spinner className="text-accent-ink" />
        ) : (
          error && (
            <p role="alert" className="text-danger-ink">
              {error}
              {triesLeft !== undefined && (
                <span className="ml-1.5">
                  <Plural value={triesLeft} other="还可以再试 # 次" />
                </span>
              )}
            </p>
          )
        )}
      </div>

      <div role="group" aria-label={t`数字键盘`} className="grid grid-cols-3 gap-2">
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => (
          <Key key={digit} onPress={() => void press(digit)} disabled={busy}>
            {digit}
          </Key>
        ))}
        {onForgot ? (
          <span className="grid place-items-center">
            <Button variant="quiet" size="small" onClick={onForgot} disabled={busy}>
              <Trans>忘记密码</Trans>
            </Button>
          </span>
        ) : (
          <span />
        )}
        <Key onPress={() => void press('0')} disabled={busy}>
          0
        </Key>
        <Key onPress={erase} disabled={busy} label={t`删除一位`}>
          <Delete aria-hidden="true" className="size-6" />
        </Key>
      </div>
    </Sheet>
  );
}

function Key(props: { onPress: () => void; disabled: boolean; label?: string; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={props.label}
      disabled={props.disabled}
      onClick={props.onPress}
      className="tabular grid h-13 touch-manipulation select-none place-items-center rounded-control bg-sunken font-medium text-[1.375rem] transition-colors hover:bg-pressed active:bg-pressed disabled:opacity-60"
    >
      {props.children}
    </button>
  );
}
