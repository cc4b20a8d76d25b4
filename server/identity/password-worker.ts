import { setPriority } from 'node:os';
import { hashSync, verifySync } from '@node-rs/argon2';

/** OWASP's recommendation for argon2id (the library's default kind): 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// On Linux this is the thread's own: log-ins storm in what payments leave of the processor. Elsewhere it would be the whole process.
if (process.platform === 'linux') setPriority(19);

export type PasswordTask = { password: string; storedHash?: string };

/** A thread of the pool: hashes a password, or with a stored hash says whether it is the one. */
export default function work({ password, storedHash }: PasswordTask): string | boolean {
  return storedHash === undefined ? hashSync(password, cost) : verifySync(storedHash, password);
}
