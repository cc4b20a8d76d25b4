import { t } from '@lingui/core/macro';
import type { Complaint, ComplaintEntry, ComplaintStatus } from '../../../contract/complaint.ts';
import type { SelectOption } from '../ui/select.tsx';
import type { Tone } from '../ui/tone.ts';

/** The words for a complaint's parts, the same for the customer and at the desk. */

export function categoryNames(): Record<Complaint['category'], string> {
  return {
    payment: t`付款与转账`,
    refund: t`退款`,
    account: t`账户与登录`,
    security: t`盗用与安全`,
    fees: t`费用与限额`,
    service: t`客服服务`,
    other: t`其他`,
  };
}

export function wishNames(): Record<Complaint['wish'], string> {
  return {
    refund: t`退回款项`,
    compensation: t`得到补偿`,
    correction: t`更正错误`,
    explanation: t`得到解释`,
    apology: t`得到道歉`,
    other: t`其他`,
  };
}

export function optionsOf(names: Record<string, string>): SelectOption[] {
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}

/** The customer reads of themselves as "you"; the desk reads of "the customer". */
type Reader = 'customer' | 'desk';

export function statusName(status: ComplaintStatus, reader: Reader): string {
  switch (status) {
    case 'received':
      return t`已受理`;
    case 'investigating':
      return t`处理中`;
    case 'waiting_customer':
      return reader === 'customer' ? t`待您回复` : t`等客户回复`;
    case 'proposed':
      return reader === 'customer' ? t`方案待您确认` : t`方案待客户确认`;
    case 'accepted':
      return t`已接受方案`;
    case 'appealed':
      return t`已申诉`;
    case 'closed':
      return t`已结案`;
  }
}

export const statusTones: Record<ComplaintStatus, Tone> = {
  received: 'info',
  investigating: 'info',
  waiting_customer: 'warning',
  proposed: 'warning',
  accepted: 'success',
  appealed: 'danger',
  closed: 'neutral',
};

export function outcomeName(outcome: NonNullable<Complaint['outcome']>, reader: Reader): string {
  switch (outcome) {
    case 'upheld':
      return t`投诉成立`;
    case 'partly_upheld':
      return t`部分成立`;
    case 'not_upheld':
      return t`不成立`;
    case 'withdrawn':
      return reader === 'customer' ? t`您已撤回` : t`客户撤回`;
    case 'no_reply':
      return reader === 'customer' ? t`未收到您的回复` : t`客户未回复`;
  }
}

/** What an entry of the record says happened, without the words that were said. */
export function entryTitle({ kind, actor, about }: ComplaintEntry, reader: Reader): string {
  const isOwn = reader === 'customer';
  const who = actor.name ?? '';
  const owner = about ?? '';
  switch (kind) {
    case 'received':
      return t`投诉已提交`;
    case 'taken':
      return t`${owner} 负责处理`;
    case 'message':
      if (actor.kind === 'agent') return t`${who} 答复`;
      return isOwn ? t`您补充了说明` : t`客户补充`;
    case 'question':
      return t`${who} 需要补充信息`;
    case 'note':
      return t`${who} 的内部备注`;
    case 'proposal':
      return t`${who} 提出处理方案`;
    case 'accepted':
      return isOwn ? t`您接受了方案` : t`客户接受方案`;
    case 'appealed':
      return isOwn ? t`您提出了申诉` : t`客户申诉`;
    case 'reminded':
      return isOwn ? t`提醒您回复` : t`已提醒客户回复`;
    case 'closed':
      return t`已结案`;
    case 'follow_up':
      return t`已回访：问题解决了吗`;
    case 'solved':
      return isOwn ? t`您确认已解决` : t`客户确认已解决`;
    case 'reopened':
      return isOwn ? t`您说没有解决，重新处理` : t`客户说没有解决，重新处理`;
    case 'severity':
      return t`${who} 调整了严重程度`;
    case 'task_added':
      return t`${who} 请其他团队协办`;
    case 'task_done':
      return t`${who} 完成了协办`;
    case 'task_overdue':
      return t`协办到期还没有完成`;
    case 'goodwill_requested':
      return t`${who} 申请了补偿`;
    case 'due_soon':
      return t`时限将到`;
    case 'overdue':
      return t`已超时限，已升级`;
  }
}
