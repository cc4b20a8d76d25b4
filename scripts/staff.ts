// npm run staff -- <command>: who may log in to the desk.
//   invite <email> <role> <name>   a link, good once for three days, to choose a password and set up an authenticator
//   reset <email>                  the same for somebody who lost theirs; what they had is void at once
//   disable <email>                no log-in any more, every session over at once
//   role <email> <role>            counts from their next request on
//   list
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { staffRoles } from '../contract/identity.ts';
import { describeError, inLocale, ScriptError } from './say.ts';
import { reachDatabase, serverEnvironment } from './server-environment.ts';
import { readStartConfig } from './start-config.ts';

const usage = (): never => {
  throw new ScriptError(
    `用法：npm run staff -- invite <邮箱> <角色> <姓名> | reset <邮箱> | disable <邮箱> | role <邮箱> <角色> | list。角色：${staffRoles.join('、')}。`,
    `Usage: npm run staff -- invite <email> <role> <name> | reset <email> | disable <email> | role <email> <role> | list. Roles: ${staffRoles.join(', ')}.`,
  );
};

function commandOf([command, email, role, ...name]: string[]): object {
  switch (command) {
    case 'invite':
      return email && role && name.length > 0 ? { command, email, role, name: name.join(' ') } : usage();
    case 'reset':
    case 'disable':
      return email ? { command, email } : usage();
    case 'role':
      return email && role ? { command, email, role } : usage();
    case 'list':
      return { command };
    default:
      return usage();
  }
}

/** What server/staff.ts refuses, in a sentence. */
function refusal(line: string): ScriptError {
  const { code, detail } = JSON.parse(line.trim().split('\n').at(-1) ?? '{}') as {
    code: string;
    detail: string;
  };
  if (code === 'conflict')
    return new ScriptError(
      '这个邮箱已经有人用了；要重新邀请，请用 reset。',
      'This email is in use; to invite again, use reset.',
    );
  if (code === 'not_found')
    return new ScriptError('没有这个邮箱的员工。', 'There is no member of staff with this email.');
  if (code === 'invalid') return new ScriptError(`${detail} 不正确。`, `Not valid: ${detail}.`);
  return new ScriptError(`没有做成：${detail}`, `It did not work: ${detail}`);
}

interface Answer {
  link?: string;
  token?: string;
  email?: string;
  expiresAt?: string;
  staff?: Array<{ email: string; name: string; role: string; joined: boolean; disabled: boolean }>;
}

async function ask(command: object): Promise<Answer> {
  const config = readStartConfig();
  const database = await reachDatabase(config);
  try {
    const child = spawn(process.execPath, ['server/staff.ts', JSON.stringify(command)], {
      cwd: dirname(import.meta.dirname),
      env: { ...process.env, ...serverEnvironment(config, database.url, 'http://127.0.0.1') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw refusal(err);
    return JSON.parse(out);
  } finally {
    await database.leave();
  }
}

function tell({ link, token, email, expiresAt, staff }: Answer): void {
  for (const { disabled, joined, ...person } of staff ?? []) {
    const state = disabled
      ? inLocale({ zh: '已停用', en: 'disabled' })
      : joined
        ? ''
        : inLocale({ zh: '待加入', en: 'invited' });
    console.log(`${person.email}  ${person.role}  ${person.name}  ${state}`.trimEnd());
  }
  if (link !== undefined) {
    const until = new Date(expiresAt ?? '').toLocaleString(inLocale({ zh: 'zh-CN', en: 'en' }));
    console.log(
      inLocale({
        zh: `请把这个链接交给 ${email}，只能用一次，${until} 前有效：`,
        en: `Give this link to ${email}; it is good once, until ${until}:`,
      }),
    );
    // After the #, browsers send nothing of it: it gets into no log.
    console.log(`${link}#${token}`);
  } else if (staff === undefined) console.log(inLocale({ zh: '已完成。', en: 'Done.' }));
}

try {
  tell(await ask(commandOf(process.argv.slice(2))));
  process.exit(0);
} catch (error) {
  console.error(describeError(error));
  process.exit(1);
}
