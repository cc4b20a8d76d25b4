import { Trans } from '@lingui/react/macro';
import { type ReactNode, useState } from 'react';
import type { Currency } from '../../../contract/money.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Sheet } from '../../shared/ui/dialog.tsx';

export interface SmallPaymentSheetProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** Who is paid, masked as the server gives it. */
  payee: ReactNode;
  amount: string;
  currency: Currency;
  method: ReactNode;
  notice?: ReactNode;
  onConfirm: () => Promise<unknown>;
}

/** A small payment: the same amount and payee to confirm, by a button instead of the keypad. */
export function SmallPaymentSheet(props: SmallPaymentSheetProps) {
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await props.onConfirm();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Sheet
      open={props.open}
      onOpenChange={(next) => !next && props.onClose()}
      title={props.title}
      dismissible={!busy}
      footer={
        <Button wide loading={busy} onClick={() => void confirm()}>
          <Trans>确认付款</Trans>
        </Button>
      }
    >
      <div className="pb-2 text-center">
        <p className="text-label text-muted">{props.payee}</p>
        <p className="mt-0.5 font-semibold text-display">
          <Amount value={props.amount} currency={props.currency} />
        </p>
        <div className="mt-1 text-label text-muted">{props.method}</div>
        <p className="mt-2 text-caption text-muted">
          <Trans>在您设的小额免密额度内，不用输支付密码</Trans>
        </p>
        {props.notice}
      </div>
    </Sheet>
  );
}
