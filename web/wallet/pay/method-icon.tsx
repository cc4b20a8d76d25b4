import { Landmark, Wallet } from 'lucide-react';

/** The customary mark of where money comes from: the wallet, a bank, or a card's network by name. */
export function MethodIcon({ method }: { method: { type: string; network?: string } }) {
  if (method.type === 'balance' || method.type === 'bank_account') {
    return (
      <span className="grid size-avatar shrink-0 place-items-center rounded-full bg-accent-soft text-accent-ink [&>svg]:size-icon">
        {method.type === 'balance' ? <Wallet aria-hidden="true" /> : <Landmark aria-hidden="true" />}
      </span>
    );
  }
  return <NetworkBadge network={method.network ?? ''} />;
}

const NETWORKS: Record<string, { label: string; className: string }> = {
  visa: { label: 'VISA', className: 'italic tracking-tight' },
  mastercard: { label: 'MC', className: '' },
  unionpay: { label: '银联', className: '' },
  amex: { label: 'AMEX', className: '' },
  jcb: { label: 'JCB', className: 'italic' },
  discover: { label: 'DISC', className: '' },
};

/** A card network's name in a card-shaped frame: no trademarked artwork. */
export function NetworkBadge({ network }: { network: string }) {
  const look = NETWORKS[network.toLowerCase()] ?? { label: network.slice(0, 4).toUpperCase(), className: '' };
  return (
    <span
      aria-hidden="true"
      className={`grid h-7 w-avatar shrink-0 place-items-center rounded-md border border-line bg-surface font-bold text-[0.6875rem] text-accent-ink ${look.className}`}
    >
      {look.label}
    </span>
  );
}
