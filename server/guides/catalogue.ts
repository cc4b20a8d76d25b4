import { accountLocked } from './account/account-locked.ts';
import { changePassword } from './account/change-password.ts';
import { changePhone } from './account/change-phone.ts';
import { logInHelp } from './account/log-in-help.ts';
import { lostPhone } from './account/lost-phone.ts';
import { newDevice } from './account/new-device.ts';
import { register } from './account/register.ts';
import { resetPassword } from './account/reset-password.ts';
import { resetPaymentPassword } from './account/reset-payment-password.ts';
import { securityCheckup } from './account/security-checkup.ts';
import { setUpTwoFactor } from './account/set-up-two-factor.ts';
import { appCrash } from './app/app-crash.ts';
import { installApp } from './app/install-app.ts';
import { networkCheck } from './app/network-check.ts';
import type { AnyGuide } from './definition.ts';
import { addCardOrBank } from './funds/add-card-or-bank.ts';
import { limitsAndFees } from './funds/limits-and-fees.ts';
import { topUp } from './funds/top-up.ts';
import { withdraw } from './funds/withdraw.ts';
import { withdrawalLate } from './funds/withdrawal-late.ts';
import { chargedTwice } from './payment/charged-twice.ts';
import { paymentFailed, paymentProcessing, topUpFailed } from './payment/failed-and-late.ts';
import { pay } from './payment/pay.ts';
import { refundWhere } from './payment/refund-where.ts';
import { transferToWrongPerson } from './payment/transfer-to-wrong-person.ts';
import { unrecognisedTransaction } from './payment/unrecognised-transaction.ts';
import { complaint } from './service/complaint.ts';
import { complaintProgress } from './service/complaint-progress.ts';
import { requestCallback } from './service/request-callback.ts';
import { talkToAPerson } from './service/talk-to-a-person.ts';

/** Every guide of the house, in the order in which they are offered within their area. */
export const catalogue: readonly AnyGuide[] = [
  paymentFailed,
  paymentProcessing,
  chargedTwice,
  refundWhere,
  transferToWrongPerson,
  unrecognisedTransaction,
  pay,
  topUp,
  topUpFailed,
  withdraw,
  withdrawalLate,
  addCardOrBank,
  limitsAndFees,
  lostPhone,
  accountLocked,
  logInHelp,
  resetPassword,
  changePassword,
  changePhone,
  newDevice,
  setUpTwoFactor,
  securityCheckup,
  register,
  resetPaymentPassword,
  appCrash,
  networkCheck,
  installApp,
  complaint,
  complaintProgress,
  requestCallback,
  talkToAPerson,
];
