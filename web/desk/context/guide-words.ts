import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { GuideRun } from '../../../contract/guides.ts';
import type { Tone } from '../../shared/ui/tone.ts';

export const RUN_NAMES: Record<GuideRun['status'], MessageDescriptor> = {
  active: msg`进行中`,
  resolved: msg`已解决`,
  handed_off: msg`已转人工`,
  abandoned: msg`未完成`,
};
export const RUN_TONES: Record<GuideRun['status'], Tone> = {
  active: 'info',
  resolved: 'success',
  handed_off: 'warning',
  abandoned: 'neutral',
};

export const DOOR_NAMES: Record<GuideRun['door'], MessageDescriptor> = {
  help_centre: msg`帮助中心`,
  chat: msg`智能助手`,
  agent: msg`客服发送`,
  voice: msg`电话`,
};

export const AUTHORITY_NAMES: Record<'customer' | 'staff' | 'system', MessageDescriptor> = {
  customer: msg`客户授权`,
  staff: msg`客服操作`,
  system: msg`系统`,
};
