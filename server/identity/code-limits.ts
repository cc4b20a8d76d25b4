import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import { ProblemError } from '../platform/problem.ts';
import { type Client, type Context, hashToken } from './context.ts';
import { isEmail } from './email.ts';
import { addressKey } from './limits.ts';

/** How many numbers share a prefix: whoever pumps messages into a range they are paid for meets its limit. */
const digitsOfRange = 4;

/**
 * Before any code is sent: counts it for the address and device that ask, the range of the number, and the day's spend; and
 * refuses numbers of countries that are not served. The same whether an account has the number or not.
 * @param to a phone in E.164, or an email
 * @throws too_many_requests, phone_country_not_served
 */
export async function takeCode(
  { limiter, platform: { config } }: Context,
  to: string,
  { address, deviceToken }: Pick<Client, 'address' | 'deviceToken'>,
): Promise<void> {
  const isPhone = !isEmail(to);
  if (isPhone && !config.codeCountries.includes(parsePhoneNumberFromString(to)?.country ?? ''))
    throw new ProblemError('phone_country_not_served');
  await limiter.takeAll([
    ['codesByAddress', addressKey(address)],
    ...(deviceToken === undefined ? [] : [['codesByDevice', hashToken(deviceToken)] as const]),
    ...(isPhone ? [['codesByRange', to.slice(0, -digitsOfRange)] as const] : []),
    ['codesADay', 'all'],
  ]);
}
