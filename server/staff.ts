// Invites, resets and disables members of staff; scripts/staff.ts runs it with one command as JSON, and words what it prints.
import * as z from 'zod';
import { staffRoles } from '../contract/identity.ts';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { ProblemError } from './platform/problem.ts';

const email = z.email();
const role = z.enum(staffRoles);
const command = z.discriminatedUnion('command', [
  z.object({ command: z.literal('invite'), email, name: z.string().trim().min(1).max(40), role }),
  z.object({ command: z.literal('reset'), email }),
  z.object({ command: z.literal('disable'), email }),
  z.object({ command: z.literal('role'), email, role }),
  z.object({ command: z.literal('list') }),
]);

try {
  const asked = command.parse(JSON.parse(process.argv[2] ?? ''));
  const config = readConfig();
  const app = await createApp({ ...config, webRoot: undefined, logLevel: 'error' });
  const { staffAdministration: staff } = app.identity;
  const answer = async (): Promise<unknown> => {
    switch (asked.command) {
      case 'invite':
        return { ...(await staff.invite(asked)), link: `${config.publicUrl}/desk/join` };
      case 'reset':
        return { ...(await staff.reset(asked.email)), link: `${config.publicUrl}/desk/join` };
      case 'disable':
        return { done: await staff.disable(asked.email) };
      case 'role':
        return { done: await staff.changeRole(asked.email, asked.role) };
      case 'list':
        return { staff: await staff.list() };
    }
  };
  try {
    console.log(JSON.stringify(await answer()));
  } finally {
    await app.stop();
  }
  process.exit(0);
} catch (error) {
  const wrong =
    error instanceof z.ZodError ? error.issues.map((issue) => issue.path.join('.')).join(', ') : '';
  const code = error instanceof ProblemError ? error.code : wrong ? 'invalid' : 'failed';
  console.error(JSON.stringify({ code, detail: wrong || (error as Error).message }));
  process.exit(1);
}
