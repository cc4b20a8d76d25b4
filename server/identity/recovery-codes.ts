import { randomInt } from 'node:crypto';
import { keyedHash } from '../platform/crypto.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Context } from './context.ts';
import { replaceRecoveryCodes, useRecoveryCodeHash } from './queries/recovery-codes.ts';

const codeCount = 10;
/** Without what is read as something else: 31 characters, ten of which are 49 bits. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';
const half = 5;

/** Ten new codes, each good once in place of the authenticator; shown once, kept as keyed hashes. Those before are void. */
export async function issueRecoveryCodes(
  context: Context,
  tx: Transaction,
  ownerId: string,
): Promise<string[]> {
  const part = () => Array.from({ length: half }, () => alphabet[randomInt(alphabet.length)]).join('');
  const codes = Array.from({ length: codeCount }, () => `${part()}-${part()}`);
  const hashes = codes.map((code) => hashOf(context, ownerId, code));
  await replaceRecoveryCodes(tx, ownerId, hashes, context.platform.clock.now());
  return codes;
}

/** Takes a code, once, also in parallel. Guesses are the caller's to count. */
export function takeRecoveryCode(
  context: Context,
  q: Queryable,
  ownerId: string,
  code: string,
): Promise<boolean> {
  return useRecoveryCodeHash(q, ownerId, hashOf(context, ownerId, code), context.platform.clock.now());
}

function hashOf(context: Context, ownerId: string, code: string): Buffer {
  const plain = code.normalize('NFKC').toLowerCase().replaceAll(/[\s-]/g, '');
  return keyedHash(context.platform.config.pepper, 'recovery_code', ownerId, plain);
}
