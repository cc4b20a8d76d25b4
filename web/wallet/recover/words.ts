import { t } from '@lingui/core/macro';
import type { LockState, ProofKind, RecoveryAction } from '../../../contract/recovery.ts';

export function reasonWords(reason: LockState['locks'][number]['reason']): string {
  switch (reason) {
    case 'wrong_password':
      return t`登录密码连续输错`;
    case 'abnormal_transactions':
      return t`多次交易因异常被拦下`;
    case 'frozen':
      return t`账户已挂失`;
  }
}

export function proofWords(kind: ProofKind): string {
  switch (kind) {
    case 'phone':
      return t`手机验证码`;
    case 'email':
      return t`邮箱验证码`;
    case 'device':
      return t`常用设备`;
    case 'password':
      return t`登录密码`;
    case 'payment_password':
      return t`支付密码`;
    case 'totp':
      return t`动态口令`;
    case 'recovery_code':
      return t`备用码`;
    case 'passkey':
      return t`通行密钥`;
    case 'identity_document':
      return t`实名信息`;
  }
}

export function actionWords(action: RecoveryAction): string {
  switch (action) {
    case 'freeze':
      return t`挂失账户`;
    case 'unlock':
      return t`立即解锁`;
    case 'unfreeze':
      return t`解除挂失`;
    case 'reset_password':
      return t`重设登录密码`;
    case 'reset_payment_password':
      return t`重设支付密码`;
  }
}

/** What has come of it, once it is done. */
export function doneWords(action: RecoveryAction): string {
  switch (action) {
    case 'freeze':
      return t`已挂失：所有设备已退出登录，资金不能转出。`;
    case 'unlock':
      return t`已解锁，可以登录了。`;
    case 'unfreeze':
      return t`已解除挂失，可以登录了。`;
    case 'reset_password':
      return t`登录密码已重设，所有设备已退出登录。请用新密码登录。`;
    case 'reset_payment_password':
      return t`支付密码已重设。`;
  }
}
