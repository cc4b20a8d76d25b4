import { setPriority } from 'node:os';
import { hashSync, verifySync } from '@node-rs/argon2';
import workerpool from 'workerpool';

/** OWASP's recommendation for argon2id (the library's default kind): 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Log-ins storm in what payments leave of the processors.
setPriority(19);
// Ctrl-C reaches the whole group: the server finishes what is under way, and its end is this process's.
process.on('SIGINT', () => {});

export interface PasswordTask {
  password: string;
  storedHash?: string;
}

/** Hashes a password, or with a stored hash says whether it is the one. */
export function work({ password, storedHash }: PasswordTask): string | boolean {
  return storedHash === undefined ? hashSync(password, cost) : verifySync(storedHash, password);
}

workerpool.worker({ work });
