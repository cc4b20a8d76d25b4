import type { FailureCode } from '../../contract/failure.ts';
import type { RailOutcome, RawCode } from './rail.ts';
import { stripeCodes } from './stripe/failure-codes.ts';

/** ISO 8583 response codes whose meaning the card networks share. */
const iso8583 = table({
  '05': 'do_not_honor',
  '12': 'transaction_not_allowed',
  '13': 'amount_limit_exceeded',
  '14': 'incorrect_number',
  '25': 'processing_error',
  '1A': 'authentication_required',
  '41': 'lost_or_stolen',
  '43': 'lost_or_stolen',
  '46': 'account_closed',
  '51': 'insufficient_funds',
  '54': 'expired_card',
  '55': 'incorrect_payment_password',
  '57': 'transaction_not_allowed',
  '59': 'fraudulent',
  '61': 'amount_limit_exceeded',
  '62': 'account_blocked',
  '65': 'velocity_exceeded',
  '75': 'payment_password_locked',
  '91': 'issuer_not_available',
  '94': 'duplicate_transaction',
  '96': 'processing_error',
  N7: 'incorrect_cvc',
});

/** ISO 20022 external status reason codes, as banks use them: a rejection is final there, those for a timeout (AB05, AB06) too. */
const iso20022 = table({
  AB05: 'network_timeout',
  AB06: 'network_timeout',
  AB07: 'network_unreachable',
  AB08: 'issuer_not_available',
  AC01: 'invalid_bank_account',
  AC04: 'account_closed',
  AC06: 'account_blocked',
  AG01: 'transaction_not_allowed',
  AM02: 'amount_limit_exceeded',
  AM03: 'currency_not_supported',
  AM04: 'insufficient_funds',
  AM05: 'duplicate_transaction',
  FRAD: 'fraudulent',
  RC01: 'invalid_bank_account',
});

/** Where a network's code means something else than elsewhere. */
const byNetwork = new Map([
  ['mastercard', table({ '65': 'authentication_required' })],
  ['bank', iso20022],
  ['stripe', stripeCodes],
]);

/** What the network itself does not know: 09 in progress, 68 the answer of the issuer came too late. */
const undecided: ReadonlySet<string> = new Set(['09', '68']);

/** Networks whose codes are not those of ISO 8583. */
const otherwise: ReadonlySet<string> = new Set(['bank', 'stripe']);

/** A map, since a code comes from outside and an object has members of its own. */
function table(codes: Record<string, FailureCode>): ReadonlyMap<string, FailureCode> {
  return new Map(Object.entries(codes));
}

/**
 * One code of ours for a network's code; keyed by both, never by the message. PINs of cards are the bank's and not our
 * payment password, so 55 and 75 from a card network mean that the bank declined. An unknown code declines in general.
 */
export function failureCodeOf({ network, code }: RawCode): FailureCode {
  if (!otherwise.has(network) && (code === '55' || code === '75')) return 'do_not_honor';
  const special = byNetwork.get(network)?.get(code);
  return special ?? (otherwise.has(network) ? undefined : iso8583.get(code)) ?? 'do_not_honor';
}

/** What a network's refusal comes to: a decline for our one reason, unless its code says that nothing is decided. */
export function outcomeOfRefusal(raw: RawCode): RailOutcome {
  return !otherwise.has(raw.network) && undecided.has(raw.code)
    ? { status: 'unknown', reason: `code ${raw.code}`, raw }
    : { status: 'declined', raw, failureCode: failureCodeOf(raw) };
}
