import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  beginDeskRefund,
  type RefundablePayment,
  type RefundReason,
  refundReasons,
} from '../../../contract/refunds.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { AmountField } from '../../shared/ui/amount-field.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { List, ListItem } from '../../shared/ui/list.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { ReasonDialog } from '../finance/reason-dialog.tsx';
import { REFUND_REASONS } from './reason-words.ts';

/** A payment, what was given back of it, and giving back more. */
export function RefundCard({ payment }: { payment: RefundablePayment }) {
  const { i18n } = useLingui();
  const localized = useLocalized();
  const [open, setOpen] = useState(false);
  const { currency, refundable, refunds } = payment;
  return (
    <div className="flex flex-col gap-4">
      <Card
        title={localized(payment.merchant)}
        action={
          <span className="font-semibold text-title">
            <Amount value={payment.amount} currency={currency} />
          </span>
        }
      >
        <p className="text-label text-muted">
          {payment.payer.maskedName} <span className="tabular">{payment.payer.maskedContact}</span> ·{' '}
          <Time value={payment.createdAt} />
        </p>
        <p className="mt-2">
          <Trans>
            还可退 <Amount value={refundable} currency={currency} className="font-semibold" />
          </Trans>
        </p>
        <Button size="small" className="mt-4" disabled={refundable === '0'} onClick={() => setOpen(true)}>
          <Trans>退款</Trans>
        </Button>
        {open && <RefundDialog payment={payment} onClose={() => setOpen(false)} />}
      </Card>
      {refunds.length > 0 && (
        <Card title={<Trans>已退的</Trans>} flush>
          <List>
            {refunds.map(({ id, amount, status, reason, createdAt }) => (
              <ListItem
                key={id}
                title={<Amount value={amount} currency={currency} />}
                detail={
                  <>
                    {i18n._(REFUND_REASONS[reason])} · <Time value={createdAt} />
                  </>
                }
                trailing={
                  status === 'succeeded' ? (
                    <Badge tone="success">
                      <Trans>已到账</Trans>
                    </Badge>
                  ) : (
                    <Badge tone="warning">
                      <Trans>退款中</Trans>
                    </Badge>
                  )
                }
              />
            ))}
          </List>
        </Card>
      )}
    </div>
  );
}

function RefundDialog({ payment, onClose }: { payment: RefundablePayment; onClose: () => void }) {
  const { i18n, t } = useLingui();
  const client = useQueryClient();
  const { id, currency, refundable, approvedFrom } = payment;
  const [amount, setAmount] = useState(refundable);
  const [reason, setReason] = useState<RefundReason>('requested_by_customer');
  // One key for one wish: pressed twice, or again after the answer was lost, it is one refund.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const tooMuch = amount !== '' && BigInt(amount) > BigInt(refundable);
  const needsApproval = amount !== '' && BigInt(amount) >= BigInt(approvedFrom);
  return (
    <ReasonDialog
      open
      onClose={onClose}
      title={<Trans>退款给付款人</Trans>}
      description={
        needsApproval ? (
          <Trans>这个金额要另一位同事批准，批准后马上退回原路，不能撤回。</Trans>
        ) : (
          <Trans>马上从商户余额退回原路，不能撤回。</Trans>
        )
      }
      label={<Trans>说明</Trans>}
      confirm={needsApproval ? <Trans>提交审批</Trans> : <Trans>退款</Trans>}
      ready={amount !== '' && !tooMuch}
      onConfirm={async (note) => {
        const { approval } = await call(beginDeskRefund, {
          params: { id },
          body: { amount, reason, note },
          idempotencyKey,
        });
        toast(approval ? t`已提交，等另一位同事批准` : t`退款已开始`, { tone: 'success' });
        await Promise.all(
          [['refundable', id], ['approvals']].map((queryKey) => client.invalidateQueries({ queryKey })),
        );
      }}
    >
      <AmountField
        label={<Trans>金额</Trans>}
        value={amount}
        onChange={setAmount}
        currency={currency}
        error={tooMuch ? <Trans>超过还可退的金额</Trans> : undefined}
      />
      <Select
        label={<Trans>原因</Trans>}
        value={reason}
        onChange={(event) => setReason(event.target.value as RefundReason)}
        options={refundReasons.map((value) => ({ value, label: i18n._(REFUND_REASONS[value]) }))}
      />
    </ReasonDialog>
  );
}
