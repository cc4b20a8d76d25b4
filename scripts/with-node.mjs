// Runs one of the project's TypeScript scripts on the project's own Node 24, whatever Node the machine has:
//   node scripts/with-node.mjs scripts/start.ts [arguments]
// Plain JavaScript without dependencies, because it runs before anything is installed, on Node 20 or newer.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';
const projectNode = join(root, 'node_modules/node/bin', windows ? 'node.exe' : 'node');

/** One sentence in the reader's language on stderr, then the end. */
function fail(chinese, english) {
  const locale = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '';
  console.error(locale.startsWith('zh') ? chinese : english);
  process.exit(1);
}

function readPackages(lockfile) {
  try {
    return JSON.parse(readFileSync(join(root, lockfile), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm keeps a list of what it installed; the two are
 * compared entry by entry, since times mean nothing after a checkout. Optional packages are those of other platforms.
 */
function isInstalled() {
  const wanted = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  if (!wanted || !installed || !existsSync(projectNode)) return false;
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    const present = installed[path];
    return present ? present.version === version : Boolean(optional || devOptional);
  });
}

/**
 * npm runs scripts through a shell that passes on no signal: ending npm ends the shell, and leaves what it ran. So under
 * npm the end of our parent is a request to stop.
 */
function whenOrphaned(action) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    action();
  }, 250);
  timer.unref();
}

/** Runs a command to its end; signals reach it too. Resolves to its exit code, 128 + number when a signal ended it. */
function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, ...options });
    const forward = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
    whenOrphaned(() => forward('SIGTERM'));
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeListener(name, forward);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

async function install() {
  console.error('UPay: installing what is missing (npm install) … 正在安装依赖 …');
  // Not `npm ci`: it insists that the lockfile name every platform's optional packages, and this one does not.
  // --include=dev because the web apps are built here, even where NODE_ENV is production.
  const args = ['install', '--no-audit', '--no-fund', '--no-save', '--include=dev', '--loglevel=error'];
  const npm = (env) =>
    run('npm', args, { stdio: 'inherit', shell: windows, env }).catch((error) => error.code);
  let code = await npm(process.env);
  // npm passes over optional packages that ask for a newer Node than the one it runs on, native parts of tools among
  // them. Once more on the project's own Node, which has just come, brings those too.
  if (code === 0 && existsSync(projectNode) && Number.parseInt(process.versions.node, 10) < 24) {
    code = await npm({ ...process.env, PATH: [dirname(projectNode), process.env.PATH].join(delimiter) });
  }
  if (code === 'ENOENT') {
    fail(
      '找不到 npm：请安装 Node.js 20 或更高版本（自带 npm）后重试。',
      'npm was not found: install Node.js 20 or newer, which brings npm, and try again.',
    );
  }
  if (code !== 0) {
    fail(
      `npm install 失败（${code}）：请看上面 npm 的说明，检查网络后重试。`,
      `npm install failed (${code}): see what npm said above, check the network, and try again.`,
    );
  }
  if (!existsSync(projectNode)) {
    fail(
      'npm 没有装好项目自带的 Node 24：请允许安装脚本（npm config set ignore-scripts false），删除 node_modules 后重试。',
      "npm did not install the project's own Node 24: allow install scripts (npm config set ignore-scripts false), delete node_modules and try again.",
    );
  }
}

if (!isInstalled()) await install();
// In a group of its own, so that Ctrl-C reaches the script once, through here; the channel tells it when this process
// is gone, however it went.
process.exitCode = await run(projectNode, process.argv.slice(2), {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  detached: !windows,
});
