import type { Callback, CallbackReason } from '../../../contract/callbacks.ts';
import type { Fact } from '../../../contract/guides.ts';
import type { Language, LocalizedText } from '../../../contract/text.ts';
import { type CallbackWindow, isOpenCallback, spanText } from '../../support/support.ts';
import { defineGuide } from '../definition.ts';
import { endings, opens } from '../endings.ts';
import { text } from '../wording.ts';

interface Facts {
  maskedPhone?: string;
  windows?: CallbackWindow[];
  /** Under way. */
  callback?: Callback;
  /** The last one was given up. */
  gaveUp?: boolean;
  reason?: CallbackReason;
  /** Whether the later half of the windows is looked at. */
  later?: boolean;
  window?: CallbackWindow;
  language?: Language;
}

const reasons: Record<CallbackReason, LocalizedText> = {
  payment: text('付款和转账', 'Payments and transfers'),
  funds: text('充值和提现', 'Top-ups and withdrawals'),
  account: text('账户和安全', 'Account and security'),
  complaint: text('投诉', 'A complaint'),
  other: text('其他', 'Something else'),
};
const languages: Record<Language, LocalizedText> = {
  zh: text('中文', 'Chinese'),
  en: text('英语', 'English'),
};
const states: Record<Callback['status'], LocalizedText> = {
  requested: text('已登记，等客服认领', 'Noted; an agent will take it'),
  scheduled: text('已有客服认领，会按时打给您', 'An agent has it and will call in time'),
  calling: text('正在给您打电话', 'We are calling you now'),
  done: text('已通话', 'We have talked'),
  missed: text('没有打通', 'Not reached'),
  canceled: text('已取消', 'Cancelled'),
};

const perCard = 6;
const windowText = ({ from, until }: CallbackWindow) => spanText(new Date(from), new Date(until));
const fact = (label: LocalizedText, value: LocalizedText): Fact => ({
  label,
  value: { type: 'text', text: value },
});

const callFacts = (
  { maskedPhone }: Facts,
  call: Pick<Callback, 'from' | 'until' | 'reason' | 'language'>,
): Fact[] => [
  fact(text('时间', 'When'), windowText(call)),
  fact(text('号码', 'Number'), text(maskedPhone ?? '', maskedPhone ?? '')),
  fact(text('事由', 'About'), reasons[call.reason]),
  fact(text('语言', 'Language'), languages[call.language]),
];

export const requestCallback = defineGuide<Facts>()({
  id: 'request-callback',
  version: 1,
  title: text('预约回电', 'Ask for a call'),
  summary: text(
    '选好时间，客服在工作时间打到您账户绑定的手机号，不用排队等。',
    'Choose a time: we call the number bound to your account in business hours, and you need not wait in line.',
  ),
  area: 'service',
  start: 'look',
  resume: 'look',
  hears: 'customer',
  person: 'hand_off',
  steps: {
    look: {
      kind: 'look',
      summary: text('查看回电预约和可约时间', 'Looked at the callback and at the times there are'),
      read: async (world) => {
        const [customer, { latest, windows }] = [await world.customer(), await world.callbacks()];
        return {
          maskedPhone: customer?.phone && customer.maskedContact,
          language: customer?.language,
          windows,
          later: false,
          callback: latest && isOpenCallback(latest) ? latest : undefined,
          gaveUp: latest?.status === 'missed',
        };
      },
      next: [
        {
          when: ({ callback }) => callback !== undefined,
          because: text('已经约过', 'One is asked for already'),
          to: 'under_way',
        },
        {
          when: ({ maskedPhone }) => maskedPhone === undefined,
          because: text('没有绑定手机号', 'No phone is bound'),
          to: 'no_phone',
        },
        { to: 'reason' },
      ],
    },
    no_phone: {
      kind: 'choose',
      card: () => ({
        title: text('您的账户还没有绑定手机号', 'No phone is bound to your account'),
        tone: 'warning',
        body: text(
          '我们只打账户绑定的号码。绑定手机号以后就能预约，也可以现在在这里和客服说。',
          'We only call the number bound to your account. Bind one and then ask for a call, or write to us here now.',
        ),
      }),
      options: [
        { id: 'bind', offer: () => [opens('contacts', text('绑定手机号', 'Bind a phone'))] },
        { id: 'again', offer: () => [{ label: text('绑好了', 'I have bound it') }], to: 'look' },
      ],
    },
    under_way: {
      kind: 'choose',
      card: (facts) => ({
        title: text('您已经约好了回电', 'A call is arranged'),
        tone: 'info',
        ...(facts.callback
          ? {
              badge: states[facts.callback.status],
              facts: callFacts(facts, facts.callback),
              ...(facts.callback.missedCalls > 0
                ? {
                    body: text(
                      `已经打过 ${facts.callback.missedCalls} 次，没有打通，请留意来电。`,
                      `We have called ${facts.callback.missedCalls} times without reaching you; please watch for the call.`,
                    ),
                  }
                : {}),
            }
          : {}),
      }),
      options: [
        { id: 'keep', offer: () => [{ label: text('好的，等电话', 'Fine, I will wait') }], to: 'kept' },
        {
          id: 'cancel',
          offer: ({ callback }) =>
            callback?.status === 'calling'
              ? []
              : [{ label: text('取消或改时间', 'Cancel it or change the time') }],
          to: 'cancel',
        },
      ],
      on: { 'callback.changed': 'look' },
    },
    reason: {
      kind: 'ask',
      card: ({ gaveUp, maskedPhone }) => ({
        title: text('想聊哪方面的事？', 'What is it about?'),
        tone: 'neutral',
        body: gaveUp
          ? text(
              `上次打了三次都没有打通。我们只打账户绑定的手机号 ${maskedPhone}。`,
              `Last time we called three times without reaching you. We only call the number bound to your account, ${maskedPhone}.`,
            )
          : text(
              `我们在工作时间打到您账户绑定的手机号 ${maskedPhone}，不会打别的号码，也不会向您要密码和验证码。`,
              `We call in business hours, only the number bound to your account, ${maskedPhone}, and never ask for passwords or codes.`,
            ),
      }),
      answers: (Object.keys(reasons) as CallbackReason[]).map((id) => ({
        id,
        label: reasons[id],
        learn: { reason: id },
        to: 'when' as const,
      })),
      on: { 'callback.changed': 'look' },
    },
    when: {
      kind: 'choose',
      card: () => ({ title: text('什么时候打给您？', 'When shall we call?'), tone: 'neutral' }),
      options: [
        {
          id: 'window',
          offer: ({ windows = [], later = false }) =>
            windows.slice(later ? perCard : 0, later ? undefined : perCard).map((window) => ({
              key: window.from,
              label: windowText(window),
              learn: { window },
            })),
          to: 'language',
        },
        {
          id: 'later',
          quiet: true,
          offer: ({ windows = [], later }) =>
            later || windows.length <= perCard
              ? []
              : [{ label: text('再晚一些', 'Later ones'), learn: { later: true } }],
          to: 'when',
        },
        {
          id: 'sooner',
          quiet: true,
          offer: ({ later }) =>
            later ? [{ label: text('早一些的', 'Sooner ones'), learn: { later: false } }] : [],
          to: 'when',
        },
      ],
    },
    language: {
      kind: 'ask',
      card: () => ({ title: text('用哪种语言通话？', 'In which language?'), tone: 'neutral' }),
      answers: [
        { id: 'zh', label: languages.zh, learn: { language: 'zh' }, to: 'confirm' },
        { id: 'en', label: languages.en, learn: { language: 'en' }, to: 'confirm' },
      ],
    },
    confirm: {
      kind: 'choose',
      card: (facts) => ({
        title: text('这样约可以吗？', 'Shall we call you so?'),
        tone: 'neutral',
        ...(facts.window && facts.reason && facts.language
          ? {
              facts: callFacts(facts, {
                ...facts.window,
                reason: facts.reason,
                language: facts.language,
              }),
            }
          : {}),
      }),
      options: [
        { id: 'book', offer: () => [{ label: text('确认预约', 'Yes, call me') }], to: 'request' },
        { id: 'change', quiet: true, offer: () => [{ label: text('重新选', 'Choose again') }], to: 'look' },
      ],
    },
    request: {
      kind: 'do',
      summary: text('预约回电', 'Asked for the call'),
      run: async (commands, { window, reason, language }) => ({
        callback: await commands.requestCallback({
          from: window?.from ?? '',
          reason: reason ?? 'other',
          language: language ?? 'zh',
        }),
      }),
      next: 'booked',
      refused: 'refused',
    },
    refused: {
      kind: 'ask',
      card: () => ({
        title: text('没有约上', 'That did not work'),
        tone: 'warning',
        body: text(
          '这个时间刚被约满，或者您今天约得太多了。可以换个时间，也可以现在转人工。',
          'That time has just filled up, or there were too many requests today. Choose another time, or talk to a person now.',
        ),
      }),
      answers: [
        { id: 'again', label: text('换个时间', 'Another time'), to: 'look' },
        { id: 'person_please', label: text('现在转人工', 'A person now'), to: 'hand_off' },
      ],
    },
    booked: {
      kind: 'end',
      outcome: 'resolved',
      card: (facts) => ({
        title: text('约好了，我们会打给您', 'Done, we will call you'),
        tone: 'success',
        body: text(
          '没接到也没关系，我们会再打两次。要改要取消，再打开“预约回电”就行。',
          'If you miss it we try twice more. To change or cancel it, open this guide again.',
        ),
        ...(facts.callback ? { facts: callFacts(facts, facts.callback) } : {}),
      }),
    },
    kept: {
      kind: 'end',
      outcome: 'resolved',
      card: (facts) => ({
        title: text('好的，到时候打给您', 'Fine, we will call you then'),
        tone: 'success',
        ...(facts.callback ? { facts: callFacts(facts, facts.callback) } : {}),
      }),
    },
    cancel: {
      kind: 'do',
      summary: text('取消回电', 'Cancelled the call'),
      run: async (commands, { callback }) => {
        if (callback !== undefined) await commands.cancelCallback(callback.id);
        return { callback: undefined };
      },
      next: 'canceled',
      refused: 'look',
    },
    canceled: {
      kind: 'ask',
      card: () => ({ title: text('这次回电已取消', 'The call is cancelled'), tone: 'neutral' }),
      answers: [
        { id: 'again', label: text('换个时间再约', 'Choose another time'), to: 'look' },
        { id: 'no', label: text('不用了', 'No, thanks'), to: 'thanks' },
      ],
    },
    ...endings<Facts>({
      topic: ({ reason, callback }) =>
        text(
          `想通电话${reason || callback ? ` · ${reasons[reason ?? callback?.reason ?? 'other'].zh}` : ''}`,
          `Wants a call${reason || callback ? ` · ${reasons[reason ?? callback?.reason ?? 'other'].en}` : ''}`,
        ),
    }),
  },
});
