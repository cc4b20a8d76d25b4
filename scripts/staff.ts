import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { staffRoles } from '../contract/identity.ts';
import { readCommandLine, refuseCommandLine } from './command-line.ts';
import { describeError, inLocale, ScriptError } from './say.ts';
import { reachDatabase, serverEnvironment } from './server-environment.ts';
import { readStartConfig } from './start-config.ts';

const usage = {
  zh: `用法：npm run staff -- <命令>
  invite <邮箱> <角色> <姓名>   三天内只能用一次的链接，用来设置密码和动态口令
  reset <邮箱>                  给丢失了密码或口令的人；原来的立即作废
  disable <邮箱>                不能再登录，所有会话立即结束
  role <邮箱> <角色>            从下一次请求起生效
  list
角色：${staffRoles.join('、')}。`,
  en: `Usage: npm run staff -- <command>
  invite <email> <role> <name>   a link, good once for three days, to choose a password and set up an authenticator
  reset <email>                  the same for somebody who lost theirs; what they had is void at once
  disable <email>                no log-in any more, every session over at once
  role <email> <role>            counts from their next request on
  list
Roles: ${staffRoles.join(', ')}.`,
};

function commandOf([command, email, role, ...name]: string[]): object {
  if (command === 'invite' && email && role && name.length > 0)
    return { command, email, role, name: name.join(' ') };
  if ((command === 'reset' || command === 'disable') && email) return { command, email };
  if (command === 'role' && email && role) return { command, email, role };
  if (command === 'list') return { command };
  refuseCommandLine({ zh: '请说明要做什么、对谁。', en: 'Say what to do, and for whom.' }, usage);
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
  tell(await ask(commandOf(readCommandLine(usage, {}, Number.POSITIVE_INFINITY).positionals)));
  process.exit(0);
} catch (error) {
  console.error(describeError(error));
  process.exit(1);
}
