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
  /** Where to pay with UPay. */
  payUrl: string;
}
