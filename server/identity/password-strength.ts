/** The rule is in the contract, so that the wallet's meter says the same. */
export { isWeakPassword, type Owner } from '../../contract/password-strength.ts';
