import type { PaymentDetail } from '../../../contract/payments.ts';
import { text } from '../wording.ts';

/** What pictures of guides about a payment are drawn with. */
export const samplePayment: PaymentDetail = {
  id: '00000000-0000-4000-8000-000000000001',
  kind: 'purchase',
  status: 'requires_payment_method',
  direction: 'out',
  amount: '3500',
  currency: 'CNY',
  counterparty: { kind: 'merchant', name: text('云朵咖啡', 'Cloud Coffee') },
  method: { type: 'balance' },
  moneyMoved: 'no',
  createdAt: '2026-11-23T06:02:00.000Z',
  attempts: [],
};
