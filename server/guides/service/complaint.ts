import type { Complaint } from '../../../contract/complaint.ts';
import { defineGuide } from '../definition.ts';
import { endings, opens } from '../endings.ts';
import { text } from '../wording.ts';

interface Facts {
  /** Opened since the run began. */
  opened?: Complaint;
  /** Still under way from before. */
  underWay?: Complaint;
}

export const complaint = defineGuide<Facts>()({
  id: 'complaint',
  version: 1,
  title: text('我要投诉', 'I want to complain'),
  summary: text(
    '当场立案给编号，专人负责，限期答复，不满意可以申诉。',
    'A number at once, somebody in charge, an answer in time, and an appeal if you are not satisfied.',
  ),
  area: 'service',
  start: 'look',
  resume: 'look',
  hears: 'customer',
  person: 'hand_off',
  subject: ({ opened, underWay }) => {
    const paymentId = (opened ?? underWay)?.paymentId;
    return paymentId === undefined ? {} : { paymentId };
  },
  steps: {
    look: {
      kind: 'look',
      summary: text('查看投诉记录', 'Looked at the complaints'),
      read: async (world) => {
        const all = await world.complaints();
        const since = world.startedAt.toISOString();
        return {
          opened: all.find(({ openedAt }) => openedAt >= since),
          underWay: all.find(({ openedAt, status }) => openedAt < since && status !== 'closed'),
        };
      },
      next: [
        {
          when: ({ opened }) => opened !== undefined,
          because: text('已立案', 'It was opened'),
          to: 'opened',
        },
        { to: 'open' },
      ],
    },
    open: {
      kind: 'choose',
      card: ({ underWay }) => ({
        title: text('很抱歉让您不满意', 'We are sorry about this'),
        tone: 'info',
        body: underWay
          ? text(
              `您有一件投诉 ${underWay.number} 正在处理，补充情况请在那件里写。是另一件事，可以再提交。`,
              `Complaint ${underWay.number} is under way; add to that one. If it is something else, make another.`,
            )
          : text(
              '写下发生了什么、想怎么解决。提交后马上有编号和答复期限，由专人负责到底。',
              'Write what happened and what you want. You get a number and a date at once, and one person in charge.',
            ),
      }),
      options: [
        { id: 'open', offer: () => [opens('complaint', text('提交投诉', 'Make a complaint'))] },
        {
          id: 'see',
          offer: ({ underWay }) =>
            underWay ? [opens('complaints', text('查看我的投诉', 'See my complaints'))] : [],
        },
        {
          id: 'person_please',
          offer: () => [{ label: text('先和人说', 'Talk to a person first') }],
          to: 'hand_off',
        },
        {
          id: 'never_mind',
          quiet: true,
          offer: () => [{ label: text('不投诉了', 'Never mind') }],
          to: 'thanks',
        },
        {
          id: 'look_again',
          quiet: true,
          offer: () => [{ label: text('提交好了', 'I have made it') }],
          to: 'look',
        },
      ],
      on: { 'complaint.received': 'look' },
    },
    opened: {
      kind: 'end',
      outcome: 'resolved',
      card: ({ opened }) => ({
        title: text(`投诉 ${opened?.number ?? ''} 已受理`, `Complaint ${opened?.number ?? ''} is received`),
        tone: 'success',
        body: text(
          '有专人负责，每一步都会通知您。进度在“我的投诉”里看。',
          'Somebody is in charge and you are told of every step; see “My complaints”.',
        ),
        ...(opened?.decisionBy
          ? {
              facts: [
                { label: text('最晚答复', 'Decided by'), value: { type: 'time', time: opened.decisionBy } },
              ],
            }
          : {}),
      }),
    },
    ...endings<Facts>({
      topic: ({ underWay }) =>
        underWay
          ? text(`投诉 · 已有 ${underWay.number}`, `A complaint · ${underWay.number} is under way`)
          : text('投诉', 'A complaint'),
    }),
  },
});
