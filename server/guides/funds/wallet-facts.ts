import type { Payment, PaymentKind, PaymentMethod } from '../../../contract/payments.ts';
import type { World } from '../definition.ts';
import { isOwn } from '../payment/find.ts';

/** What guides that lead through one of the wallet's own screens learn. */
export interface WalletFacts {
  methods?: PaymentMethod[];
  /** Minor units of CNY that may be spent now. */
  available?: string;
  accountLocked?: boolean;
  hasPaymentPassword?: boolean;
  /** The newest payment of the guide's kind that was made since the run began. */
  made?: Payment;
  /** Methods that were added since the run began. */
  added?: PaymentMethod[];
  asOf?: string;
}

/** Reads what stands in the way of a payment of this kind, and whether one was made since the run began. */
export async function readWallet(world: World, kind?: PaymentKind): Promise<WalletFacts> {
  const customer = await world.customer();
  const methods = await world.methods();
  const balances = await world.availableBalances();
  const since = world.startedAt.toISOString();
  const payments = kind === undefined ? [] : await world.recentPayments(20);
  return {
    methods,
    available: String(balances.CNY ?? 0n),
    accountLocked: customer?.status === 'locked',
    hasPaymentPassword: customer?.hasPaymentPassword ?? false,
    made: payments.find((one) => one.kind === kind && isOwn(one) && one.createdAt >= since),
    added: methods.filter(({ addedAt }) => addedAt >= since),
    asOf: world.now.toISOString(),
  };
}

export const accounts = ({ methods = [] }: WalletFacts) =>
  methods.filter(({ type }) => type === 'bank_account');
export const isLocked = ({ accountLocked }: WalletFacts) => accountLocked === true;
export const lacksPaymentPassword = ({ hasPaymentPassword }: WalletFacts) => hasPaymentPassword === false;
export const hasMade =
  (...statuses: Array<Payment['status']>) =>
  ({ made }: WalletFacts) =>
    made !== undefined && statuses.includes(made.status);
