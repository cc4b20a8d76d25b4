import { Trans, useLingui } from '@lingui/react/macro';
import { Delete } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { Spinner } from './spinner.tsx';

const LENGTH = 6;

/** What React's and the browser's own key events share. */
type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'preventDefault'>;

export interface PaymentPasswordPadProps {
  pad: PaymentPasswordEntry;
  /** Why the last six digits were refused; a new `errorKey` shakes the places again. */
  error?: ReactNode;
  errorKey?: string | number;
  onForgot?: () => void;
}

export interface PaymentPasswordEntry {
  digits: string;
  busy: boolean;
  press: (digit: string) => Promise<void>;
  erase: () => void;
  clear: () => void;
  /** Give it to whatever has the focus, so that a keyboard works too. */
  onKeyDown: (event: KeyPress) => void;
}

/**
 * Collects six digits and hands them to `onSubmit`, waits for its promise, then clears them. The digits live in memory
 * only, never in an input, so nothing can fill them in, remember them or read them out.
 */
export function usePaymentPasswordEntry(
  onSubmit: (password: string) => Promise<unknown>,
): PaymentPasswordEntry {
  const [digits, setDigits] = useState('');
  const [busy, setBusy] = useState(false);
  // The truth between renders: two key presses can arrive in one frame.
  const entered = useRef('');
  const show = (next: string) => {
    entered.current = next;
    setDigits(next);
  };
  const press = async (digit: string) => {
    if (busy || entered.current.length >= LENGTH) return;
    show(entered.current + digit);
    if (entered.current.length < LENGTH) return;
    setBusy(true);
    try {
      await onSubmit(entered.current);
    } finally {
      setBusy(false);
      show('');
    }
  };
  const erase = () => {
    if (!busy) show(entered.current.slice(0, -1));
  };
  const onKeyDown = (event: KeyPress) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[0-9]$/.test(event.key)) void press(event.key);
    else if (event.key === 'Backspace') erase();
    else return;
    event.preventDefault();
  };
  return { digits, busy, press, erase, clear: () => show(''), onKeyDown };
}

/** The six places and the keypad. */
export function PaymentPasswordPad({ pad, error, errorKey, onForgot }: PaymentPasswordPadProps) {
  const { t } = useLingui();
  const { digits, busy, press, erase } = pad;
  return (
    <>
      <div
        key={error ? `refused-${errorKey}` : 'clean'}
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
            <div role="alert" className="text-danger-ink">
              {error}
            </div>
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
    </>
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
