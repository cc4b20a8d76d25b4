/** An order as the shop's backend tells of it. */
export interface Order {
  id: string;
  /** The shop's own order number. */
  reference: string;
  status: 'open' | 'paid' | 'expired';
  /** Minor units as text. */
  amount: string;
  currency: string;
  lines: Array<{ name: string; quantity: number; unitAmount: string }>;
  createdAt: string;
  expiresAt: string;
  /** UPay has told the shop of this order by itself, signed. */
  told: boolean;
  /** What the shop has given back. */
  refund?: { amount: string; status: 'processing' | 'succeeded' };
  /** Where to pay with UPay. */
  payUrl: string;
}
