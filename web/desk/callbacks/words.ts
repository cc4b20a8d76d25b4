import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { DeskCallback } from '../../../contract/callbacks.ts';
import type { Tone } from '../../shared/ui/tone.ts';

export const STATUS: Record<DeskCallback['status'], { name: MessageDescriptor; tone: Tone }> = {
  requested: { name: msg`待认领`, tone: 'warning' },
  scheduled: { name: msg`已认领`, tone: 'info' },
  calling: { name: msg`通话中`, tone: 'success' },
  done: { name: msg`已通话`, tone: 'success' },
  missed: { name: msg`三次未接通`, tone: 'danger' },
  canceled: { name: msg`客户已取消`, tone: 'neutral' },
};

export const REASON: Record<DeskCallback['reason'], MessageDescriptor> = {
  payment: msg`付款和转账`,
  funds: msg`充值和提现`,
  account: msg`账户和安全`,
  complaint: msg`投诉`,
  other: msg`其他`,
};

export const CALL_RESULT: Record<NonNullable<DeskCallback['calls'][number]['result']>, MessageDescriptor> = {
  reached: msg`已接通`,
  no_answer: msg`无人接听`,
  busy: msg`占线`,
  unreachable: msg`无法接通`,
};

export const OUTCOME: Record<NonNullable<DeskCallback['outcome']>, MessageDescriptor> = {
  solved: msg`已解决`,
  follow_up: msg`还要跟进`,
};
