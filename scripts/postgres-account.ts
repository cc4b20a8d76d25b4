import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ScriptError } from './say.ts';

/** PostgreSQL refuses to run as root. This is how its programs are run, and who owns its files, on this machine. */
export interface PostgresAccount {
  /** Set when we are root and PostgreSQL must be somebody else. */
  owner?: { uid: number; gid: number };
  /** The words that go before the program's own, empty when nothing must. */
  prefix: string[];
}

/**
 * Chooses the account for a data folder. An ordinary user runs PostgreSQL as himself. Root runs it as whoever owns
 * the folder already, else as `nobody`; when that account can't enter one of the folders above (a clone in /root or in
 * a private temporary folder), it is given the single right to pass through folders, if this system can give it.
 */
export function choosePostgresAccount(dataFolder: string, program: string): PostgresAccount {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = ownerOf(dataFolder) ?? nobody();
  const closed = [program, dataFolder].map((path) => closedParent(path, owner)).find(Boolean);
  if (!closed) return { owner, prefix: [] };
  for (const capability of ['dac_read_search', 'dac_override']) {
    const prefix = [
      'setpriv',
      `--reuid=${owner.uid}`,
      `--regid=${owner.gid}`,
      '--clear-groups',
      // Without it access(2), which PostgreSQL asks about its own programs, would forget the capability.
      '--securebits=+no_setuid_fixup',
      `--inh-caps=+${capability}`,
      `--ambient-caps=+${capability}`,
    ];
    const [command = '', ...words] = prefix;
    if (spawnSync(command, [...words, program, '--version']).status === 0) return { owner, prefix };
  }
  throw new ScriptError(
    `PostgreSQL 不能以 root 运行，而它改用的帐号（uid ${owner.uid}）进不了 ${closed}：请 chmod o+x ${closed}，或换普通用户运行，或把项目和数据文件夹放到别处。`,
    `PostgreSQL refuses to run as root, and the account it runs under instead (uid ${owner.uid}) can't enter ${closed}: run chmod o+x ${closed}, or run as an ordinary user, or keep the project and its data elsewhere.`,
  );
}

/** The account that owns an existing folder, unless that is root. */
function ownerOf(folder: string): { uid: number; gid: number } | undefined {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined;
}

function nobody(): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid = '65534', gid = '65534'] = line?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

/** The outermost folder above `path` that the account may not pass through, undefined when the way is free. */
function closedParent(path: string, { uid, gid }: { uid: number; gid: number }): string | undefined {
  const parent = dirname(path);
  if (parent === path) return undefined;
  const further = closedParent(parent, { uid, gid });
  if (further) return further;
  const found = statSync(parent, { throwIfNoEntry: false });
  if (!found) return undefined;
  const searchBit = found.uid === uid ? 0o100 : found.gid === gid ? 0o010 : 0o001;
  return (found.mode & searchBit) === 0 ? parent : undefined;
}
