import type { MessageContent } from '../../contract/support.ts';
import type { LocalizedText } from '../../contract/text.ts';

type EventName = Extract<MessageContent, { type: 'event' }>['event'];

/** What an event says to the customer and, where that addresses the customer, what it says at the desk. */
type Told = LocalizedText & { desk?: LocalizedText };

/** What a conversation's own events say. */
export const words = {
  opened: { zh: '会话已开始', en: 'Conversation started' },
  reopened: {
    zh: '会话重新开始，客服可以看到您上次的会话',
    en: 'Conversation taken up again; we can see your last one',
    desk: {
      zh: '客户再次来访，接着上次的会话',
      en: 'The customer is back; this follows their last conversation',
    },
  },
  diagnostics: {
    zh: '您发送了应用的诊断信息，客服能看到',
    en: 'You sent diagnostics of the app; support can see them',
    desk: { zh: '客户发送了应用的诊断信息', en: 'The customer sent diagnostics of the app' },
  },
  queued: {
    zh: '已为您转接人工客服，请稍候',
    en: 'You are in line for a person; please wait a moment',
    desk: { zh: '已转人工，客户开始排队', en: 'The customer is in line for a person' },
  },
  left_queue: {
    zh: '您已退出排队，智能助手继续为您服务',
    en: 'You left the line; the assistant goes on',
    desk: { zh: '客户退出排队，智能助手继续接待', en: 'The customer left the line; the assistant goes on' },
  },
  transferred: {
    zh: '已为您转给专门的同事，您排在最前面，之前说过的他们都能看到',
    en: 'A specialist takes over. You are first in line; they see everything said so far',
    desk: { zh: '已转给专门的同事，客户排在最前面', en: 'Handed to a team; the customer is first in line' },
  },
  handed_back: {
    zh: '正在为您换一位客服，您排在最前面，之前说过的他们都能看到',
    en: 'Another agent takes over. You are first in line; they see everything said so far',
    desk: { zh: '已交回队列，客户排在最前面', en: 'Given back; the customer is first in line' },
  },
  returned: {
    zh: '客服的连接中断了，您排在最前面，马上由另一位客服接待',
    en: 'Your agent lost the connection. You are first in line; another one takes over, with everything said so far',
    desk: {
      zh: '客服的连接中断，客户排在最前面',
      en: 'The agent lost the connection; the customer is first in line',
    },
  },
  closed: {
    zh: '会话已结束，请为本次服务评分',
    en: 'The conversation is closed. Please rate how we did',
    desk: { zh: '会话已结束，已请客户评分', en: 'Closed; the customer is asked to rate it' },
  },
  merged: {
    zh: '这次会话已并入您之后的会话，请在那里继续',
    en: 'This conversation goes on in your later one',
    desk: { zh: '已并入客户之后的会话', en: 'Merged into a later conversation of the customer' },
  },
  closed_quiet: {
    zh: '七天没有新消息，这次会话先到这里。有事随时再来',
    en: 'Nothing was said for seven days, so this conversation is closed. Come back any time',
    desk: { zh: '七天没有新消息，会话自动结束', en: 'Closed by itself: nothing was said for seven days' },
  },
} as const satisfies Partial<Record<EventName | 'handed_back' | 'closed_quiet', Told>>;

/** Joining the queue while nobody is at the desk. */
export function queuedUntil(opens: Date): Told {
  const time = (locale: string) =>
    opens.toLocaleString(locale, {
      timeZone: 'Asia/Shanghai',
      weekday: 'long',
      month: 'long',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      hour12: false,
    });
  return {
    zh: `现在不是客服工作时间，${time('zh-CN')}（北京时间）起按顺序回复您。您可以先留言，把情况写在这里；也可以用“帮助”自助处理，挂失随时可用`,
    en: `Our people are back on ${time('en-GB')} (Beijing time) and answer in order. Leave your message here meanwhile; Help works by itself at any hour, and so does freezing the account`,
    desk: {
      zh: `客户开始排队；已告知${time('zh-CN')}（北京时间）起回复`,
      en: `The customer is in line; told that people are back on ${time('en-GB')} (Beijing time)`,
    },
  };
}

export const joined = (agentName: string): LocalizedText => ({
  zh: `客服${agentName}已接入`,
  en: `${agentName} has joined`,
});

export const complaintOpened = (number: string): Told => ({
  zh: `投诉已受理，编号 ${number}`,
  en: `Your complaint is received; its number is ${number}`,
  desk: { zh: `客户提交了投诉，编号 ${number}`, en: `The customer submitted complaint ${number}` },
});

export const rated = (score: number): Told => ({
  zh: `已评分：${score} 分（满分 5 分）`,
  en: `Rated ${score} out of 5`,
  desk: { zh: `客户评分：${score} 分（满分 5 分）`, en: `The customer rated it ${score} out of 5` },
});

/** In the later conversation: which one goes on in it. */
export function mergedFrom(opened: Date): Told {
  const day = dayText(opened);
  return {
    zh: `您${day.zh}的会话已并入这里，客服能看到之前说过的`,
    en: `Your conversation of ${day.en} is part of this one now; your agent sees what was said there`,
    desk: {
      zh: `客户${day.zh}的会话已并入这里`,
      en: `The customer's conversation of ${day.en} is merged into this one`,
    },
  };
}

const shanghai = { timeZone: 'Asia/Shanghai' } as const;
const clock = new Intl.DateTimeFormat('en-GB', { ...shanghai, hour: '2-digit', minute: '2-digit' });
const dayZh = new Intl.DateTimeFormat('zh-CN', {
  ...shanghai,
  month: 'long',
  day: 'numeric',
  weekday: 'short',
});
const dayEn = new Intl.DateTimeFormat('en-GB', {
  ...shanghai,
  weekday: 'short',
  day: 'numeric',
  month: 'short',
});

const dayText = (at: Date): LocalizedText => ({ zh: dayZh.format(at), en: dayEn.format(at) });

/** 11月30日周一 09:00–10:30 · Mon, 30 Nov, 09:00–10:30 */
export const spanText = (from: Date, until: Date): LocalizedText => {
  const hours = `${clock.format(from)}–${clock.format(until)}`;
  const day = dayText(from);
  return { zh: `${day.zh} ${hours}`, en: `${day.en}, ${hours}` };
};

/** What has become of a call the customer has asked for; `from` and `until`: when they are called next. */
export const callbackWords = {
  requested: (from: Date, until: Date) => ({
    zh: `已预约回电：${spanText(from, until).zh}，打到账户绑定的手机号`,
    en: `We will call you: ${spanText(from, until).en}, at the number bound to your account`,
    desk: {
      zh: `客户预约了回电：${spanText(from, until).zh}`,
      en: `The customer asked for a call: ${spanText(from, until).en}`,
    },
  }),
  calling: () => ({
    zh: '客服正在给您打电话',
    en: 'We are calling you now',
    desk: { zh: '正在给客户打电话', en: 'The customer is being called' },
  }),
  missed: (from: Date, until: Date) => ({
    zh: `刚才的电话没有打通，我们会再打：${spanText(from, until).zh}`,
    en: `We could not reach you just now and will call again: ${spanText(from, until).en}`,
    desk: {
      zh: `电话没有打通，再打：${spanText(from, until).zh}`,
      en: `Not reached; to be called again: ${spanText(from, until).en}`,
    },
  }),
  given_up: () => ({
    zh: '打了三次都没有打通，这次回电结束了。需要时可以再预约，也可以在这里联系我们',
    en: 'We called three times and could not reach you, so this callback is over. Ask again whenever you need, or write here',
    desk: { zh: '打了三次都没有打通，回电结束', en: 'Not reached in three calls; the callback is over' },
  }),
  done: () => ({ zh: '通话已结束', en: 'The call is over' }),
  canceled: () => ({ zh: '回电已取消', en: 'The callback is cancelled' }),
} satisfies Record<string, (from: Date, until: Date) => Told>;
export type CallbackWord = keyof typeof callbackWords;

const screens: Record<string, LocalizedText> = {
  home: { zh: '首页', en: 'Home' },
  payments: { zh: '账单', en: 'Transactions' },
  payment: { zh: '账单详情', en: 'Transaction details' },
  pay: { zh: '付款', en: 'Pay' },
  checkout: { zh: '收银台', en: 'Checkout' },
  transfer: { zh: '转账', en: 'Transfer' },
  top_up: { zh: '充值', en: 'Top up' },
  withdraw: { zh: '提现', en: 'Withdraw' },
  cards: { zh: '银行卡', en: 'Cards' },
  add_card: { zh: '添加银行卡', en: 'Add a card' },
  help: { zh: '帮助中心', en: 'Help' },
  support: { zh: '客服', en: 'Support' },
  settings: { zh: '设置', en: 'Settings' },
  me: { zh: '我的', en: 'Me' },
  callback: { zh: '电话回访', en: 'A callback' },
  diagnostics: { zh: '诊断信息', en: 'Diagnostics' },
};

export function cameFrom(screen: string): Told {
  const name = screens[screen];
  if (name === undefined)
    return {
      zh: '您联系了客服',
      en: 'You contacted support',
      desk: { zh: '客户联系了客服', en: 'The customer contacted support' },
    };
  return {
    zh: `您从“${name.zh}”联系了客服`,
    en: `You contacted support from “${name.en}”`,
    desk: { zh: `客户从“${name.zh}”联系了客服`, en: `The customer contacted support from “${name.en}”` },
  };
}

/** @param to what it leads to */
export function event(
  name: EventName,
  { zh, en, desk }: Told,
  to: { conversationId?: string; paymentId?: string | undefined } = {},
): MessageContent {
  return {
    type: 'event',
    event: name,
    text: { zh, en },
    ...(desk === undefined ? {} : { deskText: desk }),
    ...to,
  };
}
