// npm start: everything UPay needs, started in order, watched, and stopped in the opposite order.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildWeb, isWebBuilt } from './build.ts';
import { readCommandLine } from './command-line.ts';
import { claimDataFolder, keepSecrets } from './data-folder.ts';
import { DEMO_CUSTOMERS, DEMO_STAFF } from './demo-logins.ts';
import { keepRunning } from './keep-running.ts';
import { runTask, startNodeProcess, type NodeProcessOptions, type Running } from './node-process.ts';
import { startPostgres } from './postgres.ts';
import { describeError, inLocale, ScriptError } from './say.ts';
import { serverEnvironment } from './server-environment.ts';
import { servingUrl } from './serving-url.ts';
import {
  readStartConfig,
  requireDatabase,
  requireFreePort,
  type StartConfig,
  urlHost,
} from './start-config.ts';

const stopping = new AbortController();
/** What was started, in that order. */
const started: Array<{ stop(): Promise<void> }> = [];

const say = (line: string): void => console.log(line);
const complain = (line: string): void => console.error(line);

async function keep(name: string, start: (signal: AbortSignal) => Promise<Running>): Promise<void> {
  const either = (signal: AbortSignal) => start(AbortSignal.any([signal, stopping.signal]));
  started.push(await keepRunning(name, either, complain));
  stopping.signal.throwIfAborted();
}

async function start(config: StartConfig): Promise<void> {
  const { dataFolder } = config;
  const log = (name: string) => join(dataFolder, 'logs', `${name}.log`);
  await requireFreePort(config.port, config.host, 'UPAY_PORT');
  await requireFreePort(config.sandboxPort, '127.0.0.1', 'UPAY_SANDBOX_PORT');
  const claim = claimDataFolder(dataFolder);
  started.push({ stop: async () => claim.release() });
  for (const url of new Set([config.databaseUrl, config.databaseOwnerUrl]))
    if (url) await requireDatabase(url);
  const secrets = keepSecrets(dataFolder);

  if (!isWebBuilt()) {
    say(inLocale({ zh: '正在构建网页 …', en: 'Building the web apps …' }));
    await buildWeb(say, stopping.signal);
  }

  const embedded = config.databaseUrl
    ? undefined
    : await keepPostgres(join(dataFolder, 'postgres'), log('postgres'));
  await runStep('server/migrate.ts', log('migrate'), {
    UPAY_DATABASE_URL: embedded?.url ?? config.databaseOwnerUrl ?? '',
  });
  const databaseUrl = embedded?.serverUrl ?? (await stepDown(config.databaseUrl ?? ''));

  const urls = {
    server: `http://${urlHost(config.host)}:${config.port}`,
    sandbox: `http://127.0.0.1:${config.sandboxPort}`,
  };
  const describeProcess = (
    name: 'server' | 'sandbox',
    path: string,
    env: Record<string, string>,
  ): NodeProcessOptions => ({
    name,
    script: `${name}/main.ts`,
    env,
    log: log(name),
    readyUrl: urls[name] + path,
    onErrorLine: (line) => complain(`[${name}] ${line}`),
  });
  const sandbox = describeProcess('sandbox', '/healthz', {
    UPAY_SANDBOX_PORT: String(config.sandboxPort),
    UPAY_SANDBOX_HOST: '127.0.0.1',
    UPAY_SANDBOX_DATA: join(dataFolder, 'sandbox'),
    UPAY_SANDBOX_KEY: secrets.sandboxKey,
    UPAY_SANDBOX_CALLBACK_URL: `${urls.server}/api/rails/sandbox/callbacks`,
    UPAY_SANDBOX_CALLBACK_SECRET: secrets.sandboxCallbackSecret,
    // An authenticator app belongs to the world outside: the sandbox's page is one for the demo's staff.
    UPAY_SANDBOX_AUTHENTICATORS: config.demo
      ? JSON.stringify(
          DEMO_STAFF.map(({ email, authenticatorSecret: secret }) => ({ account: email, secret })),
        )
      : '',
  });
  const server = describeProcess('server', '/readyz', serverEnvironment(config, databaseUrl, urls.sandbox));
  await keep('sandbox', (signal) => startNodeProcess({ ...sandbox, signal }));
  await keep('server', (signal) => startNodeProcess({ ...server, signal }));
  if (config.demo) await fillDemo(dataFolder, log('demo'), { ...server.env, UPAY_URL: urls.server });
  printWelcome(config, urls.sandbox);
}

/** Keeps PostgreSQL running on one port, so that its addresses stay true across restarts. */
async function keepPostgres(dataFolder: string, log: string): Promise<{ url: string; serverUrl: string }> {
  let port: number | undefined;
  let urls = { url: '', serverUrl: '' };
  await keep('PostgreSQL', async () => {
    const postgres = await startPostgres({ dataFolder, port, log });
    ({ port } = postgres);
    urls = postgres;
    return postgres;
  });
  return urls;
}

/** The server owns nothing in the database where that can be. */
async function stepDown(databaseUrl: string): Promise<string> {
  const url = await servingUrl(databaseUrl);
  if (url === undefined)
    complain(
      inLocale({
        zh: '服务以数据库所有者的身份运行：建立角色 upay_server 并授予它（见 docs/operations.md），账目才不能被它改动。',
        en: 'The server runs as the owner of its database: make the role upay_server and grant it (docs/operations.md), so that it cannot change entries.',
      }),
    );
  return url ?? databaseUrl;
}

async function runStep(script: string, log: string, env: Record<string, string>): Promise<void> {
  const { code, errorLine } = await runTask({ script, env, log, signal: stopping.signal });
  if (code === 0) return;
  throw new ScriptError(
    `${script} 失败（${errorLine || `退出码 ${code}`}）：详见 ${log}。`,
    `${script} failed (${errorLine || `exit ${code}`}): see ${log}.`,
  );
}

/** Once a data folder. */
async function fillDemo(dataFolder: string, log: string, env: Record<string, string>): Promise<void> {
  const done = join(dataFolder, 'demo-filled');
  if (existsSync(done)) return;
  say(inLocale({ zh: '第一次启动：正在填入演示数据 …', en: 'First start: filling in the demo …' }));
  await runStep('scripts/demo.ts', log, env);
  writeFileSync(done, `${new Date().toISOString()}\n`);
}

function printWelcome({ publicUrl, demo }: StartConfig, sandboxUrl: string): void {
  const lines = [
    '',
    inLocale({ zh: 'UPay 已就绪，按 Ctrl-C 停止。', en: 'UPay is ready; Ctrl-C stops it.' }),
    '',
    `  钱包 Wallet             ${publicUrl}/`,
    `  客服工作台 Desk         ${publicUrl}/desk/`,
    `  演示商店 Demo shop      ${publicUrl}/shop/`,
    `  接口文档 API reference  ${publicUrl}/api/docs`,
    `  短信与故障 Sandbox      ${sandboxUrl}/`,
  ];
  if (demo) {
    lines.push(
      '',
      '演示帐号，仅供演示，切勿用于真实业务 Demo logins, for the demo only, never for real money:',
    );
    for (const { phone, password, paymentPassword } of DEMO_CUSTOMERS) {
      lines.push(`  客户 customer  ${phone}  ${password}  支付密码 payment password ${paymentPassword}`);
    }
    for (const { email, password, role } of DEMO_STAFF) lines.push(`  客服 ${role}  ${email}  ${password}`);
    lines.push(`  客服的动态口令 Staff’s authenticator codes  ${sandboxUrl}/#authenticators`);
  }
  say(`${lines.join('\n')}\n`);
}

readCommandLine(
  {
    zh: '用法：npm start\n启动 UPay 所需的一切。设置用环境变量 UPAY_*，见 docs/operations.md。',
    en: 'Usage: npm start\nStarts everything UPay needs. Settings are environment variables UPAY_*: see docs/operations.md.',
  },
  {},
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
process.on('disconnect', () => stopping.abort()); // Whoever started us is gone.

try {
  await start(readStartConfig());
  await new Promise<void>((resolve) => {
    if (stopping.signal.aborted) resolve();
    stopping.signal.addEventListener('abort', () => resolve());
  });
} catch (error) {
  if (!stopping.signal.aborted) {
    complain(describeError(error));
    process.exitCode = 1;
  }
}
if (stopping.signal.aborted) say(inLocale({ zh: '正在停止 …', en: 'Stopping …' }));
for (const part of started.toReversed()) await part.stop();
process.exit();
