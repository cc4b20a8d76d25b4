import type { Complaint } from '../../../contract/complaint.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import type { Fact } from '../../../contract/guides.ts';
import { defineGuide } from '../definition.ts';
import { endings } from '../endings.ts';
import { text } from '../wording.ts';

interface Facts {
  complaint?: Complaint;
  candidates?: Complaint[];
  chosenId?: string;
}

const states: Record<Complaint['status'], LocalizedText> = {
  received: text('已受理，正在安排专人', 'Received; somebody is being assigned'),
  investigating: text('正在调查', 'Being looked into'),
  waiting_customer: text('等您补充', 'Waiting for your answer'),
  proposed: text('已给出方案，等您确认', 'A proposal waits for you'),
  accepted: text('您已接受方案，正在办理', 'Accepted; being carried out'),
  appealed: text('已申诉，由主管复核', 'Appealed; a supervisor looks at it'),
  closed: text('已办结', 'Closed'),
};

const factsOf = (complaint: Complaint): Fact[] => [
  { label: text('编号', 'Number'), value: { type: 'text', text: text(complaint.number, complaint.number) } },
  { label: text('进度', 'State'), value: { type: 'text', text: states[complaint.status] } },
  ...(complaint.ownerName
    ? [
        {
          label: text('负责人', 'Handled by'),
          value: { type: 'text' as const, text: text(complaint.ownerName, complaint.ownerName) },
        },
      ]
    : []),
  { label: text('提交时间', 'Opened'), value: { type: 'time', time: complaint.openedAt } },
  ...(complaint.decisionBy
    ? [
        {
          label: text('最晚答复', 'Decided by'),
          value: { type: 'time' as const, time: complaint.decisionBy },
        },
      ]
    : []),
];

export const complaintProgress = defineGuide<Facts>()({
  id: 'complaint-progress',
  version: 1,
  title: text('投诉进度', 'How my complaint stands'),
  summary: text(
    '查投诉到了哪一步、谁在负责、最晚什么时候答复。',
    'See where it stands, who handles it and by when it is decided.',
  ),
  area: 'service',
  start: 'look',
  resume: 'look',
  person: 'hand_off',
  steps: {
    look: {
      kind: 'look',
      summary: text('查看投诉记录', 'Looked at the complaints'),
      read: async (world, { chosenId }) => {
        const all = await world.complaints();
        const open = all.filter(({ status }) => status !== 'closed');
        const meant = open.length > 0 ? open : all.slice(0, 1);
        const complaint =
          all.find(({ id }) => id === chosenId) ?? (meant.length === 1 ? meant[0] : undefined);
        return { complaint, candidates: complaint ? undefined : meant.slice(0, 5) };
      },
      next: [
        {
          when: ({ candidates = [] }) => candidates.length > 0,
          because: text('有好几件', 'There are several'),
          to: 'which',
        },
        {
          when: ({ complaint }) => complaint === undefined,
          because: text('没有投诉', 'There is none'),
          to: 'none',
        },
        {
          when: ({ complaint }) => complaint?.status === 'closed',
          because: text('已办结', 'It is closed'),
          to: 'closed',
        },
        { to: 'open' },
      ],
    },
    which: {
      kind: 'choose',
      card: () => ({ title: text('是哪一件？', 'Which one?'), tone: 'neutral' }),
      options: [
        {
          id: 'complaint',
          offer: ({ candidates = [] }) =>
            candidates.map(({ id, number, status }) => ({
              key: id,
              label: text(`${number} · ${states[status].zh}`, `${number} · ${states[status].en}`),
              learn: { chosenId: id },
            })),
          to: 'look',
        },
      ],
    },
    none: {
      kind: 'ask',
      card: () => ({
        title: text('您还没有提交过投诉', 'You have made no complaint'),
        tone: 'neutral',
        body: text('要投诉的话，可以现在转人工受理。', 'To complain, a person can take it up now.'),
      }),
      answers: [
        { id: 'complain', label: text('我要投诉', 'I want to complain'), to: 'hand_off' },
        { id: 'solved', label: text('不用了', 'Never mind'), to: 'thanks' },
      ],
    },
    open: {
      kind: 'ask',
      card: ({ complaint }) => ({
        title: complaint ? states[complaint.status] : text('投诉进度', 'How it stands'),
        tone:
          complaint?.status === 'proposed' || complaint?.status === 'waiting_customer' ? 'warning' : 'info',
        body:
          complaint?.status === 'proposed'
            ? text(
                complaint.proposal?.text ?? '请在投诉页面确认方案。',
                complaint.proposal?.text ?? 'Answer the proposal on the complaint’s page.',
              )
            : text(
                '有新进展会马上通知您，您不用一直等着。',
                'You are told of every step as it happens; you need not keep looking.',
              ),
        ...(complaint ? { facts: factsOf(complaint) } : {}),
      }),
      answers: [
        { id: 'solved', label: text('知道了', 'I see'), to: 'thanks' },
        { id: 'too_slow', label: text('太慢了，请催办', 'Too slow, push it on'), to: 'hand_off' },
      ],
    },
    closed: {
      kind: 'ask',
      card: ({ complaint }) => ({
        title: text('这件投诉已办结', 'This complaint is closed'),
        tone: 'success',
        ...(complaint?.explanation ? { body: text(complaint.explanation, complaint.explanation) } : {}),
        ...(complaint ? { facts: factsOf(complaint) } : {}),
      }),
      answers: [
        { id: 'solved', label: text('知道了', 'I see'), to: 'thanks' },
        { id: 'not_solved', label: text('我不满意', 'I am not satisfied'), to: 'hand_off' },
      ],
    },
    ...endings<Facts>({
      topic: ({ complaint }) =>
        complaint
          ? text(
              `投诉 ${complaint.number} · ${states[complaint.status].zh}`,
              `Complaint ${complaint.number} · ${states[complaint.status].en}`,
            )
          : text('投诉', 'A complaint'),
    }),
  },
});
