import { type Owner } from '../../contract/password-strength.ts';
import type { BoundAddresses } from './address.ts';
import { nationalDigits } from './phone.ts';

/** The rule is in the contract, so that the wallet's meter says the same. */
export { isWeakPassword, type Owner } from '../../contract/password-strength.ts';

/** What a guesser who knows the owner tries. */
export function ownerOf({ name, phone, email }: BoundAddresses & { name: string }): Owner {
  return {
    name,
    phone: phone === null ? undefined : nationalDigits(phone),
    mailbox: email?.split('@')[0],
  };
}
