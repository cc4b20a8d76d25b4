import type { CardContent } from '../definition.ts';
import { solvedOrNot } from '../endings.ts';
import { text } from '../wording.ts';
import { paymentCard } from './cards.ts';
import type { FoundFacts } from './find.ts';

/** What is asked about came from us, so there is nobody to get it back from and nothing to fear. */
export const isGiven = {
  when: ({ payment }: FoundFacts) => payment?.kind === 'goodwill',
  because: text('是我们给的补偿', 'It is a goodwill credit of ours'),
  to: 'given',
} as const;

export const given = {
  kind: 'ask',
  card: (facts: FoundFacts): CardContent =>
    paymentCard(facts, {
      title: text('这是我们补偿给您的', 'This is a goodwill credit from us'),
      tone: 'success',
      body: text(
        '已经在您的余额里，可以直接用或提现；在哪里商定的，账单里写着。清楚了吗？',
        'It is in your balance, to use or withdraw; the transaction says where it was agreed. Is that clear?',
      ),
    }),
  answers: solvedOrNot,
} as const;
