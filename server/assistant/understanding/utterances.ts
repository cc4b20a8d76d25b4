import accountAccess from '../utterances/account_access.json' with { type: 'json' };
import changePaymentPassword from '../utterances/change_payment_password.json' with { type: 'json' };
import chargedTwice from '../utterances/charged_twice.json' with { type: 'json' };
import complaint from '../utterances/complaint.json' with { type: 'json' };
import greeting from '../utterances/greeting.json' with { type: 'json' };
import outOfScope from '../utterances/out_of_scope.json' with { type: 'json' };
import paymentFailed from '../utterances/payment_failed.json' with { type: 'json' };
import paymentProcessing from '../utterances/payment_processing.json' with { type: 'json' };
import refundWhere from '../utterances/refund_where.json' with { type: 'json' };
import talkToPerson from '../utterances/talk_to_person.json' with { type: 'json' };
import thanks from '../utterances/thanks.json' with { type: 'json' };
import topUpHelp from '../utterances/top_up_help.json' with { type: 'json' };
import unrecognisedCharge from '../utterances/unrecognised_charge.json' with { type: 'json' };
import withdrawHelp from '../utterances/withdraw_help.json' with { type: 'json' };
import type { Utterance } from './understanding.ts';

/** What customers really type, by intent; one file each, so that anybody can add to them. */
const files = {
  payment_failed: paymentFailed,
  payment_processing: paymentProcessing,
  talk_to_person: talkToPerson,
  charged_twice: chargedTwice,
  unrecognised_charge: unrecognisedCharge,
  refund_where: refundWhere,
  top_up_help: topUpHelp,
  withdraw_help: withdrawHelp,
  change_payment_password: changePaymentPassword,
  account_access: accountAccess,
  complaint,
  greeting,
  thanks,
  out_of_scope: outOfScope,
};

export type Intent = keyof typeof files;

export const utterances: ReadonlyArray<Utterance<Intent>> = Object.entries(files).flatMap(
  ([intent, { zh, en }]) => [...zh, ...en].map((text) => ({ text, intent: intent as Intent })),
);

/** Every fifth utterance of each intent and language is kept from training when it is measured. */
export function splitForMeasuring(): { training: Array<Utterance<Intent>>; held: Array<Utterance<Intent>> } {
  const training: Array<Utterance<Intent>> = [];
  const held: Array<Utterance<Intent>> = [];
  for (const [intent, lists] of Object.entries(files))
    for (const list of Object.values(lists))
      list.forEach((text, index) =>
        (index % 5 === 4 ? held : training).push({ text, intent: intent as Intent }),
      );
  const known = new Set(training.map(({ text }) => text));
  return { training, held: held.filter(({ text }) => !known.has(text)) };
}
