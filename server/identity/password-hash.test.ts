import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createPasswordHasher } from './password-hash.ts';

const processes = () =>
  execFileSync('pgrep', ['-P', String(process.pid), '-f', 'password-process'], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(Number);

test('when a process that hashes dies, nobody waits for it, and the next password is hashed', async () => {
  const passwords = createPasswordHasher();
  const stored = await passwords.hash('Kestrel over the harbour 7');
  const many = Promise.allSettled(
    Array.from({ length: 8 }, () => passwords.verify(stored, 'Kestrel over the harbour 7')),
  );
  for (const pid of processes()) process.kill(pid, 'SIGKILL');
  expect((await many).map(({ status }) => status)).toContain('rejected');
  expect(await passwords.verify(stored, 'Kestrel over the harbour 7')).toBe(true);
  expect(await passwords.verify(stored, 'Kestrel over the harbour 8')).toBe(false);
});
