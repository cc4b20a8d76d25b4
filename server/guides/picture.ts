import type { GuidePicture, GuideSummary } from '../../contract/guides.ts';
import type { LocalizedText } from '../../contract/text.ts';
import type { AnyGuide, Next, Step } from './definition.ts';
import { text } from './wording.ts';

export function summaryOf({ id, version, title, summary, area, audience }: AnyGuide): GuideSummary {
  return { id, version, title, summary, area, audience: audience ?? 'customer' };
}

type Branch = GuidePicture['branches'][number];

const happenings: Record<string, LocalizedText> = {
  'payment.succeeded': text('付款成功', 'The payment succeeded'),
  'payment.failed': text('付款失败', 'The payment failed'),
  'payment.processing': text('付款处理中', 'The payment is being processed'),
  'payment.requires_action': text('银行要求确认', 'The bank asks to confirm'),
  'payment.canceled': text('付款取消', 'The payment was cancelled'),
  'dispute.opened': text('争议已受理', 'A dispute was opened'),
  'complaint.received': text('投诉已受理', 'A complaint was received'),
  'refund.succeeded': text('退款到账', 'The refund arrived'),
  'diagnostics.sent': text('诊断信息已发送', 'Diagnostics were sent'),
  'callback.changed': text('回电有变化', 'The callback changed'),
  'refund.processing': text('退款已发起', 'The refund was begun'),
  'password.reset': text('登录密码已重设', 'The login password was reset'),
  'payment_password.set': text('支付密码已设', 'The payment password was set'),
  'account.frozen': text('账户已冻结', 'The account was frozen'),
  'account.unlocked': text('账户已解锁', 'The account was unlocked'),
};

function titleOf(guide: AnyGuide, id: string, step: Step<object>): LocalizedText {
  if ('summary' in step) return step.summary;
  try {
    return step.card(guide.sample ?? {}).title;
  } catch {
    return text(id, id);
  }
}

const branchesOfNext = (from: string, next: Next<object, string>): Branch[] =>
  typeof next === 'string'
    ? [{ from, to: next, kind: 'next' }]
    : next.map((branch) => ({
        from,
        to: branch.to,
        kind: 'next' as const,
        because: 'because' in branch ? branch.because : text('其他情况', 'Otherwise'),
      }));

/** Several happenings that lead to one step are one line. */
function reactions(from: string, on: Readonly<Partial<Record<string, string>>> = {}): Branch[] {
  const topicsByStep = new Map<string, string[]>();
  for (const [topic, to] of Object.entries(on))
    if (to !== undefined) topicsByStep.set(to, [...(topicsByStep.get(to) ?? []), topic]);
  return [...topicsByStep].map(([to, topics]) => {
    const known = topics.map((topic) => happenings[topic]);
    const [only] = known;
    return {
      from,
      to,
      kind: 'event',
      because: known.length === 1 && only ? only : text('有了新消息', 'Something changed'),
    };
  });
}

function branchesOf(guide: AnyGuide, from: string, step: Step<object>): Branch[] {
  const silence = (to: string | undefined, hours: number): Branch[] =>
    to === undefined
      ? []
      : [{ from, to, kind: 'timer', because: text(`${hours} 小时没有回应`, `No answer for ${hours} hours`) }];
  const labelOf = (rule: {
    id: string;
    offer: (facts: object) => ReadonlyArray<{ label: LocalizedText }>;
  }) => {
    try {
      return rule.offer(guide.sample ?? {})[0]?.label;
    } catch {
      return undefined;
    }
  };
  const options = (rules: ReadonlyArray<Parameters<typeof labelOf>[0] & { to?: string }> = []): Branch[] =>
    rules.flatMap((rule) => {
      const label = labelOf(rule);
      return rule.to === undefined
        ? []
        : [{ from, to: rule.to, kind: 'answer' as const, ...(label ? { because: label } : {}) }];
    });
  switch (step.kind) {
    case 'look':
    case 'tell':
      return branchesOfNext(from, step.next);
    case 'do':
      return [
        ...branchesOfNext(from, step.next),
        { from, to: step.refused, kind: 'refused', because: text('没有做成', 'Refused') },
      ];
    case 'ask':
      return [
        ...step.answers.map(({ label, to }) => ({ from, to, kind: 'answer' as const, because: label })),
        ...reactions(from, step.on),
        ...silence(step.silence, 24),
      ];
    case 'choose':
    case 'prove':
      return [...options(step.options), ...reactions(from, step.on), ...silence(step.silence, 24)];
    case 'wait':
      return [
        ...options(step.options),
        ...reactions(from, step.on),
        ...silence(step.deadline.to, step.deadline.hours),
      ];
    case 'hand_off':
    case 'end':
      return [];
  }
}

/** The steps and branches of a guide as a picture is drawn from them; asking for a person leads to `person` everywhere. */
export function pictureOf(guide: AnyGuide): Omit<GuidePicture, 'outcomes'> {
  const steps = Object.entries<Step<object>>(guide.steps);
  return {
    ...summaryOf(guide),
    start: guide.start,
    person: guide.person,
    steps: steps.map(([id, step]) => ({
      id,
      kind: step.kind,
      title: titleOf(guide, id, step),
      ...(step.kind === 'end' ? { outcome: step.outcome } : {}),
    })),
    branches: steps.flatMap(([id, step]) => branchesOf(guide, id, step)),
  };
}
