import type { Payment } from '../../contract/payments.ts';
import type { PersonalDataSection } from '../identity/identity.ts';
import type { PaymentsContext } from './context.ts';
import type { Payments } from './payments.ts';
import {
  forgetHabits,
  forgetMethods,
  readAllMethods,
  readMore,
  readUnderWay,
} from './queries/personal-data.ts';

const pageLength = 500;
const mostPayments = 50_000;

/** What payments keeps about a customer, to be taken along; of it, a closed account loses its means of payment. */
export function personalDataOf({ clock }: PaymentsContext, payments: Payments): PersonalDataSection {
  return {
    name: 'payments',
    async read(q, customerId) {
      const all: Payment[] = [];
      let before: string | undefined;
      do {
        const page = await payments.list(q, customerId, { before, limit: pageLength });
        all.push(...page.payments);
        ({ before } = page);
      } while (before !== undefined && all.length < mostPayments);
      return {
        ...(await payments.wallet(q, customerId)),
        methods: await readAllMethods(q, customerId),
        ...(await readMore(q, customerId)),
        payments: all,
      };
    },
    async obstacles(q, customerId) {
      const { balances } = await payments.wallet(q, customerId);
      const underWay = await readUnderWay(q, customerId);
      return [
        ...(balances.some(({ total }) => total !== '0') ? (['balance'] as const) : []),
        ...(underWay.payments ? (['payments_under_way'] as const) : []),
        ...(underWay.refunds ? (['refund_under_way'] as const) : []),
        ...(underWay.disputes ? (['open_dispute'] as const) : []),
      ];
    },
    async erase(tx, customerId) {
      await forgetMethods(tx, customerId, clock.now());
      await forgetHabits(tx, customerId);
    },
  };
}
