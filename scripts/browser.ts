import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ScriptError } from './say.ts';

// The headless shell draws the same pages and starts without a desktop's parts: journeys take a fifth less time in it.
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];
const FONTS = 'fonts-noto-cjk';
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The system's Chromium: UPAY_CHROMIUM, else the first known name on the PATH; undefined when there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.UPAY_CHROMIUM) return env.UPAY_CHROMIUM;
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), MAC].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Without one, pages show boxes for Chinese. Only Linux is asked; the others bring such fonts. */
function hasChineseFont(): boolean {
  if (process.platform !== 'linux') return true;
  return spawnSync('fc-list', [':lang=zh', 'file'], { encoding: 'utf8' }).stdout?.trim().length > 0;
}

/**
 * Makes sure that the journeys have a browser and Chinese fonts, installing both where we are root on a system with
 * apt. Throws a ScriptError that says how to get them.
 */
export function requireBrowser(say: (line: string) => void): void {
  if (findChromium() && hasChineseFont()) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say(`Installing Chromium and ${FONTS} with apt-get …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const aptGet = (...words: string[]) =>
      spawnSync('apt-get', words, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
    // Ubuntu has no package of the headless shell alone.
    aptGet('update');
    const isInstalled = aptGet('install', '-y', 'chromium-headless-shell', FONTS);
    if (!isInstalled) aptGet('install', '-y', 'chromium', FONTS);
    if (findChromium() && hasChineseFont()) return;
  }
  throw new ScriptError(
    '浏览器测试需要 Chromium 和中文字体：请安装（Debian、Ubuntu：sudo apt-get install chromium fonts-noto-cjk），或用 UPAY_CHROMIUM 指定 Chrome 的路径。',
    'The journeys need Chromium and Chinese fonts: install them (Debian, Ubuntu: sudo apt-get install chromium fonts-noto-cjk), or set UPAY_CHROMIUM to the path of a Chrome.',
  );
}
