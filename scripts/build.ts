// Also called by `npm start` and `npm test`, which skip what is current.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readCommandLine } from './command-line.ts';
import { describeError, inLocale, ScriptError } from './say.ts';

const projectRoot = dirname(import.meta.dirname);
const stamp = join(projectRoot, 'dist/.stamp');

/** The folders in web/ that are apps of their own. */
export function findWebApps(): string[] {
  return readdirSync(join(projectRoot, 'web'), { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && existsSync(join(projectRoot, 'web', entry.name, 'vite.config.ts')),
    )
    .map((entry) => entry.name)
    .toSorted();
}

/** A hash of all that the built apps come from. */
function hashSources(): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    hash.update(relative(projectRoot, path)).update('\0').update(readFileSync(path)).update('\0');
  };
  const addFolder = (folder: string): void => {
    const entries = readdirSync(folder, { withFileTypes: true });
    for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) addFolder(path);
      else if (entry.isFile()) add(path);
    }
  };
  addFolder(join(projectRoot, 'web'));
  addFolder(join(projectRoot, 'contract'));
  add(join(projectRoot, 'package-lock.json'));
  return hash.digest('hex');
}

/** Whether dist/ holds what the sources of this moment build to. */
export function isWebBuilt(): boolean {
  const built = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  return (
    built === hashSources() &&
    findWebApps().every((app) => existsSync(join(projectRoot, 'dist', app, 'index.html')))
  );
}

/** Builds the apps one after the other. Throws a ScriptError that ends with what Vite said. */
export async function buildWeb(say: (line: string) => void, signal?: AbortSignal): Promise<void> {
  const hash = hashSources();
  rmSync(stamp, { force: true });
  for (const app of findWebApps()) {
    const startedAt = performance.now();
    await buildApp(app, signal);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    say(
      inLocale({
        zh: `网页 ${app} 已构建，${seconds} 秒。`,
        en: `Built the web app ${app} in ${seconds} s.`,
      }),
    );
  }
  writeFileSync(stamp, hash);
}

function buildApp(app: string, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const vite = join(projectRoot, 'node_modules/vite/bin/vite.js');
    const child = spawn(process.execPath, [vite, 'build', join('web', app), '--logLevel', 'warn'], {
      cwd: projectRoot,
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else {
        reject(
          new ScriptError(
            `网页 ${app} 构建失败：\n${output.trim()}`,
            `The web app ${app} did not build:\n${output.trim()}`,
          ),
        );
      }
    });
  });
}

if (import.meta.main) {
  readCommandLine(
    {
      zh: '用法：npm run build\n把每个网页应用构建到 dist/。',
      en: 'Usage: npm run build\nBuilds every web app into dist/.',
    },
    {},
  );
  try {
    await buildWeb(console.log);
  } catch (error) {
    console.error(describeError(error));
    process.exitCode = 1;
  }
}
