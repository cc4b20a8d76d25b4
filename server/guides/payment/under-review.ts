import type { Step } from '../definition.ts';
import { text } from '../wording.ts';
import { paymentCard } from './cards.ts';
import type { FoundFacts } from './find.ts';

/** A payment that people look at for the customer's safety before it goes out: told, and waited for. */
export const underReview = {
  kind: 'wait',
  card: (facts: FoundFacts) =>
    paymentCard(facts, {
      title: text('正在安全核实', 'Being checked for your safety'),
      tone: 'info',
      body: text(
        '这笔和您平时的付款不一样，先由专人核实，一般一个工作日内完成。钱已冻结，还没有付出；有结果我在这里告诉您。',
        'It is not like your other payments, so people look at it first, usually within a business day. The money is on hold and has not been paid; I tell you here.',
      ),
    }),
  on: {
    'payment.succeeded': 'look',
    'payment.failed': 'look',
    'payment.canceled': 'look',
    'payment.processing': 'look',
  },
  options: [{ id: 'understood', offer: () => [{ label: text('知道了', 'I see') }], to: 'thanks' }],
  deadline: { hours: 48, to: 'hand_off' },
} as const satisfies Step<FoundFacts, 'look' | 'thanks' | 'hand_off'>;
