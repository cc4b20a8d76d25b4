import { ArrowDownToLine, ArrowUpFromLine, HeartHandshake, ShoppingBag } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Payment } from '../../../contract/payments.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { RowLink } from '../app/links.tsx';
import { kindName, paymentTitle, refundState, statusName } from './words.ts';

const ICONS = {
  purchase: ShoppingBag,
  top_up: ArrowDownToLine,
  withdrawal: ArrowUpFromLine,
  goodwill: HeartHandshake,
};

const STATUS_INK: Record<Payment['status'], string> = {
  succeeded: '',
  canceled: '',
  requires_payment_method: 'text-danger-ink',
  processing: 'text-warning-ink',
  requires_action: 'text-warning-ink',
};

/** One payment in a list: who or what, when, how much; what did not succeed says so. */
export function PaymentRow({ payment, hidden }: { payment: Payment; hidden?: boolean }) {
  const localized = useLocalized();
  const { id, kind, status, direction, amount, currency, counterparty } = payment;
  const done = status === 'succeeded';
  const signed = direction === 'in' ? amount : `-${amount}`;
  const title = paymentTitle(payment, localized);
  return (
    <RowLink
      to="/payments/$id"
      params={{ id }}
      chevron={false}
      leading={<KindMark kind={kind} name={localized(counterparty.name)} />}
      title={title}
      detail={
        <>
          <Time value={payment.createdAt} /> · {kindName(kind)}
        </>
      }
      trailing={
        done ? (
          <Amount value={signed} currency={currency} sign="always" symbol={false} hidden={hidden} />
        ) : (
          <Amount value={amount} currency={currency} symbol={false} hidden={hidden} className="text-muted" />
        )
      }
      trailingDetail={
        done ? refundState(payment) : <span className={STATUS_INK[status]}>{statusName(status)}</span>
      }
    />
  );
}

/** A person by their first visible character, everything else by what it is. */
export function KindMark({ kind, name }: { kind: Payment['kind']; name: string }): ReactNode {
  if (kind === 'transfer') return <Avatar name={name.replace(/^\*+/, '') || name} />;
  const Icon = ICONS[kind];
  return (
    <span className="grid size-avatar shrink-0 place-items-center rounded-full bg-accent-soft text-accent-ink [&>svg]:size-icon">
      <Icon aria-hidden="true" />
    </span>
  );
}
