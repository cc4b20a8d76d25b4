import type { LocalizedText } from '../../../contract/text.ts';
import { defineGuide } from '../definition.ts';
import { text } from '../wording.ts';

interface Facts {
  topic?: LocalizedText;
  urgent?: boolean;
}

const topics = {
  payment: text('付款、充值或提现', 'A payment, top-up or withdrawal'),
  security: text(
    '账户安全：被盗、丢手机、不认识的交易',
    'Security: theft, a lost phone, unknown transactions',
  ),
  complaint: text('投诉和建议', 'A complaint or suggestion'),
  other: text('其他问题', 'Something else'),
};

export const talkToAPerson = defineGuide<Facts>()({
  id: 'talk-to-a-person',
  version: 1,
  title: text('联系人工客服', 'Talk to a person'),
  summary: text(
    '选一个主题，排队时紧急的优先。',
    'Choose a topic and join the queue; urgent matters come first.',
  ),
  area: 'service',
  start: 'topic',
  person: 'hand_off',

  steps: {
    topic: {
      kind: 'ask',
      card: () => ({
        title: text('您想咨询什么？', 'What is it about?'),
        tone: 'neutral',
        body: text('这样能更快转到合适的客服。', 'It gets you to the right person sooner.'),
      }),
      answers: [
        { id: 'payment', label: topics.payment, learn: { topic: topics.payment }, to: 'hand_off' },
        {
          id: 'security',
          label: topics.security,
          learn: { topic: topics.security, urgent: true },
          to: 'hand_off',
        },
        { id: 'complaint', label: topics.complaint, learn: { topic: topics.complaint }, to: 'hand_off' },
        { id: 'other', label: topics.other, learn: { topic: topics.other }, to: 'hand_off' },
      ],
    },
    hand_off: {
      kind: 'hand_off',
      topic: ({ topic }) => topic ?? topics.other,
      priority: ({ urgent }) => (urgent ? 'urgent' : 'normal'),
      card: () => ({
        title: text('转人工客服', 'Passing you to a person'),
        tone: 'info',
        body: text(
          '请在客服对话里等候，离开也不会丢失。',
          'Wait in the chat; you lose nothing by leaving it.',
        ),
      }),
    },
  },
});
