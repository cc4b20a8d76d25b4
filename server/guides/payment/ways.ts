import { text } from '../wording.ts';
import { newCard, otherMethods } from './ways-out.ts';

/** Ways out that several cards of a guide about a payment offer. */

export const wayPayAnother = { id: 'other_method', offer: otherMethods };
export const wayAddCard = { id: 'add_card', offer: newCard };
export const wayLookAgain = {
  id: 'look_again',
  quiet: true,
  offer: () => [{ label: text('重新查看', 'Look again') }],
  to: 'look',
} as const;
export const wayResetPassword = {
  id: 'reset_password',
  offer: () => [
    {
      label: text('重设支付密码', 'Reset the payment password'),
      action: { type: 'open', screen: 'reset_payment_password' } as const,
    },
  ],
};
