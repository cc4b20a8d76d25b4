import { hash, verify } from '@node-rs/argon2';
import { newToken } from '../platform/crypto.ts';

/** OWASP's recommendation for argon2id (the library's default kind): 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Without a stored hash it takes as long as with one, and says no. */
  verify(storedHash: string | undefined, password: string): Promise<boolean>;
}

export function createPasswordHasher(): PasswordHasher {
  const nobodys = hash(newToken(), cost);
  return {
    hash: (password) => hash(password.normalize('NFC'), cost),
    async verify(storedHash, password) {
      const matches = await verify(storedHash ?? (await nobodys), password.normalize('NFC'));
      return matches && storedHash !== undefined;
    },
  };
}
