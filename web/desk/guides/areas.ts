import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { GuideArea } from '../../../contract/guides.ts';

export const AREA_NAMES: Record<GuideArea, MessageDescriptor> = {
  payments: msg`付款和转账`,
  funds: msg`充值、提现和银行卡`,
  account: msg`账户和安全`,
  app: msg`应用和网络`,
  service: msg`投诉和人工服务`,
};
