import { posix } from 'node:path';
import { parseSync } from 'vite';
import type { SourceFile } from './source-files.ts';

/** The server's modules, from the ground up: each may use those before it, through their front doors. */
const MODULES =
  'identity ledger rails payments knowledge support guides assistant channels outreach insights'.split(' ');

export interface Import {
  /** Relative to the project. */
  to: string;
  /** Gone when types are stripped. */
  typeOnly: boolean;
}

/** The files of ours that a source imports; packages are left out. */
export function importsOf({ path, text }: SourceFile): Import[] {
  const { module } = parseSync(path, text);
  const found: Array<{ specifier: string; typeOnly: boolean }> = [];
  for (const { moduleRequest, entries } of module.staticImports) {
    const typeOnly = entries.length > 0 && entries.every((entry) => entry.isType);
    found.push({ specifier: moduleRequest.value, typeOnly });
  }
  for (const { moduleRequest, isType } of module.staticExports.flatMap(({ entries }) => entries)) {
    if (moduleRequest) found.push({ specifier: moduleRequest.value, typeOnly: isType });
  }
  // import('…') is an expression or a type; the parser lists only the first.
  for (const [, specifier = ''] of text.matchAll(/\bimport\(\s*['"`]([^'"`]+)['"`]/g)) {
    found.push({ specifier, typeOnly: false });
  }
  return found
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier, typeOnly }) => ({ to: posix.join(posix.dirname(path), specifier), typeOnly }));
}

/** Why `from` may not import `to`, undefined when it may. */
export function importProblem(from: string, { to, typeOnly }: Import): string | undefined {
  if (isTest(from) && (to.startsWith('tests/') || isForTests(from, to))) return undefined;
  const [region = '', second = ''] = from.split('/');
  const within = (...folders: string[]) =>
    folders.some((folder) => to.startsWith(`${folder}/`))
      ? undefined
      : `${from} may import only ${folders.join(', ')}, not ${to}`;
  switch (region) {
    case 'contract':
    case 'sandbox':
      return within(region);
    case 'web':
      return within('contract', 'web/shared', `web/${second}`);
    case 'scripts':
      // The demo sets up staff and a merchant, for whom there is no public route, through the whole app.
      return from === 'scripts/demo.ts' && isServerRoot(to) ? undefined : within('contract', 'scripts');
    case 'server':
      // The shape of the configuration is no secret; reading it is main.ts's business.
      return to === 'server/config.ts' && typeOnly ? undefined : serverImportProblem(from, to);
    default:
      return undefined; // tests, bench and the tools' configuration reach everything.
  }
}

function isTest(path: string): boolean {
  return /(\.test\.tsx?|\/testing\.ts)$/.test(path);
}

/** A module's tests may build any other module from its front door or its helpers for tests, the whole app, or run scripts; and look up the sandbox's test numbers. */
function isForTests(from: string, to: string): boolean {
  if (!from.startsWith('server/')) return false;
  return (
    isFrontDoor(to) ||
    isServerRoot(to) ||
    to.endsWith('/testing.ts') ||
    to.startsWith('scripts/') ||
    to === 'sandbox/outcomes.ts'
  );
}

function serverImportProblem(from: string, to: string): string | undefined {
  if (to.startsWith('contract/') || to.startsWith('server/platform/')) {
    return from.startsWith('server/platform/') || !to.includes('/testing.ts') || isTest(from)
      ? undefined
      : `${from} is no test and may not import ${to}`;
  }
  // The demo shop is a merchant: it knows our public API only, and merely lives in the same process.
  if (from === 'server/app.ts' && to === 'web/shop/backend.ts') return undefined;
  if (!to.startsWith('server/')) return `${from} may not import ${to}, which is outside of the server`;
  if (isServerRoot(from)) {
    return isServerRoot(to) || isFrontDoor(to) ? undefined : `${from} may import only front doors, not ${to}`;
  }
  const [, module = ''] = from.split('/');
  if (module === 'platform') return `${from} is platform and may know no domain, such as ${to}`;
  const place = MODULES.indexOf(module);
  if (place < 0) return `${from} is in no module of the list`;
  const [, other = ''] = to.split('/');
  if (other === module) return undefined;
  if (!isFrontDoor(to)) return `${from} may import only front doors of other modules, not ${to}`;
  return MODULES.indexOf(other) < place
    ? undefined
    : `${from} may not import ${to}: ${other} is above ${module}`;
}

function isServerRoot(path: string): boolean {
  return /^server\/[^/]+\.ts$/.test(path);
}

function isFrontDoor(path: string): boolean {
  const [, module, file] = path.match(/^server\/([^/]+)\/([^/]+)\.ts$/) ?? [];
  return module !== undefined && module === file && MODULES.includes(module);
}
