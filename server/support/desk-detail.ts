import type { PaymentDetail } from '../../contract/payments.ts';
import type { DeskDetail } from '../../contract/support.ts';
import type { CustomerProfile, Identity } from '../identity/identity.ts';
import type { Payments } from '../payments/payments.ts';
import type { Queryable } from '../platform/database/database.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { refuseReader } from './access.ts';
import { audit, auditRefusals } from './audit.ts';
import { countOpenedSince, listScreens } from './desk-queries.ts';
import { newestMessages } from './message-queries.ts';
import { findConversation, findViews } from './queries.ts';
import { subjectPaymentId } from './subject-payment.ts';
import type { Staff } from './support.ts';
import type { Views } from './views.ts';

/** The socket replays the rest of longer ones. */
const newestMessagesShown = 500;
const recentPaymentsShown = 10;

export interface DetailDeps {
  identity: Identity;
  payments: Payments;
  views: Views;
}

/** Refused with not_found and not_allowed; a view is written down before anything is shown. */
async function requireView(
  platform: Platform,
  staff: Staff,
  conversationId: string,
  view: { action: 'conversation.viewed' | 'payment.viewed'; details?: Record<string, unknown> },
): Promise<{ customerId: string }> {
  const conversation = await findConversation(platform.db, conversationId);
  if (conversation === undefined) throw new ProblemError('not_found');
  await auditRefusals(platform, staff, { conversationId, attempted: 'read' }, async () => {
    const refusal = await refuseReader(platform.db, { kind: 'staff', caller: staff }, conversation);
    if (refusal !== undefined) throw refusal;
  });
  const customerId = conversation.customer_id;
  await audit(platform, platform.db, staff, { conversationId, customerId, ...view });
  return { customerId };
}

/** Everything the agent who has the conversation needs, masked; all but the balances as of one instant. */
export async function deskDetail(
  platform: Platform,
  { identity, payments, views }: DetailDeps,
  staff: Staff,
  conversationId: string,
): Promise<DeskDetail> {
  const { customerId } = await requireView(platform, staff, conversationId, {
    action: 'conversation.viewed',
  });
  // Before the snapshot, not in it: the wallet's accounts are opened when first asked for, which takes a connection of
  // its own, and whoever holds one connection must not wait for a second.
  const { balances } = await payments.wallet(platform.db, customerId);
  return platform.db.snapshot(async (q) => {
    const [conversation] = await views.asDesk(q, await findViews(q, [conversationId]));
    if (conversation === undefined) throw new ProblemError('not_found');
    const messages = await newestMessages(q, conversationId, newestMessagesShown);
    const screens = await listScreens(q, conversationId);
    const paymentId = subjectPaymentId(messages, screens);
    const subjectPayment = paymentId === undefined ? undefined : await payments.get(q, customerId, paymentId);
    const recent = await payments.list(q, customerId, { limit: recentPaymentsShown });
    return {
      conversation,
      messages,
      context: screens.map(({ context, at }) => ({ context, at: at.toISOString() })),
      customer: {
        ...(await customerFacts(q, platform, { identity, payments }, customerId)),
        balances: balances.map(({ currency, available, held }) => ({ currency, available, held })),
      },
      recentPayments: recent.payments,
      ...(subjectPayment === undefined ? {} : { subjectPayment }),
    };
  });
}

async function customerFacts(
  q: Queryable,
  platform: Platform,
  { identity, payments }: Pick<DetailDeps, 'identity' | 'payments'>,
  customerId: string,
): Promise<Omit<DeskDetail['customer'], 'balances'>> {
  const profile: CustomerProfile | undefined = (await identity.customers(q, [customerId])).get(customerId);
  if (profile === undefined) throw new ProblemError('not_found');
  const methods = await payments.methods(q, customerId);
  const monthAgo = new Date(platform.clock.now().getTime() - 30 * 86_400_000);
  return {
    id: profile.id,
    name: profile.maskedName,
    maskedContact: profile.maskedContact,
    language: profile.language,
    hasPaymentPassword: profile.hasPaymentPassword,
    status: profile.status,
    ...(profile.lockedUntil === undefined ? {} : { lockedUntil: profile.lockedUntil.toISOString() }),
    registeredAt: profile.registeredAt.toISOString(),
    methods: methods.map(({ type, bank, last4 }) => ({ type, bank, last4 })),
    conversationsInLast30Days: await countOpenedSince(q, customerId, monthAgo),
    ...(profile.lastSignInAt === undefined ? {} : { lastSignIn: profile.lastSignInAt.toISOString() }),
  };
}

/** One payment of the conversation's customer, with its trace. */
export async function deskPayment(
  platform: Platform,
  payments: Payments,
  staff: Staff,
  { conversationId, paymentId }: { conversationId: string; paymentId: string },
): Promise<PaymentDetail> {
  const { customerId } = await requireView(platform, staff, conversationId, {
    action: 'payment.viewed',
    details: { paymentId },
  });
  const payment = await payments.get(platform.db, customerId, paymentId);
  if (payment === undefined) throw new ProblemError('not_found');
  return payment;
}
