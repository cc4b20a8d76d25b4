import { t } from '@lingui/core/macro';
import type {
  ComplaintClockKind,
  ComplaintSeverity,
  ComplaintTask,
  DeskComplaint,
} from '../../../contract/complaint.ts';
import type { Tone } from '../../shared/ui/tone.ts';

export function severityNames(): Record<ComplaintSeverity, string> {
  return { normal: t`一般`, high: t`较重`, critical: t`严重` };
}

export const severityTones: Record<ComplaintSeverity, Tone> = {
  normal: 'neutral',
  high: 'warning',
  critical: 'danger',
};

export function causeNames(): Record<NonNullable<DeskComplaint['cause']>, string> {
  return {
    system: t`系统缺陷`,
    process: t`流程不当`,
    communication: t`沟通不清`,
    partner: t`银行或商户`,
    fraud: t`他人欺诈`,
    misunderstanding: t`误解`,
    unclear: t`原因不明`,
  };
}

export function teamNames(): Record<ComplaintTask['team'], string> {
  return {
    payments: t`支付`,
    risk: t`风控`,
    finance: t`财务`,
    engineering: t`技术`,
    merchants: t`商户`,
    support: t`客服`,
  };
}

export function clockName(kind: ComplaintClockKind): string {
  if (kind === 'acknowledge') return t`受理`;
  return kind === 'first_answer' ? t`首次答复` : t`处理完毕`;
}
