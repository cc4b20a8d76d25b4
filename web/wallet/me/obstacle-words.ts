import { t } from '@lingui/core/macro';
import type { ClosingObstacle } from '../../../contract/personal-data.ts';

/** What must be settled before the account can be closed, and how. */
export function obstacleWords(obstacle: ClosingObstacle): string {
  switch (obstacle) {
    case 'locked':
      return t`账户已锁定：请先解锁`;
    case 'balance':
      return t`钱包里还有余额：请先提现或转走`;
    case 'payments_under_way':
      return t`还有付款正在处理：请等它有结果`;
    case 'refund_under_way':
      return t`还有退款在路上：请等它到账`;
    case 'open_dispute':
      return t`还有付款争议没有结束：请等结果或撤回`;
    case 'open_complaint':
      return t`还有投诉没有办结`;
  }
}
