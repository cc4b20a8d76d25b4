import { browserOutbox } from '../../shared/realtime/outbox.ts';

const PREFIX = 'upay.desk.';

/** What this device keeps for the person at the desk; null when there is none or storage is forbidden. */
export function readLocal(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** '' removes it. */
export function writeLocal(name: string, value: string): void {
  try {
    if (value === '') localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // Kept for this page only, by whoever calls.
  }
}

/** At log-out: words about customers don't stay behind on a shared machine. */
export function clearLocal(prefix: string): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX + prefix)) localStorage.removeItem(key);
    }
  } catch {
    // Storage is forbidden, so nothing was kept.
  }
}

/** At log-in: what somebody else left unsent on this machine, after a session that ended by itself, is not sent by us. */
export async function forgetOthers(staffId: string): Promise<void> {
  if (readLocal('staff') === staffId) return;
  clearLocal('draft.');
  await browserOutbox('desk')
    .clear()
    .catch(() => {});
  writeLocal('staff', staffId);
}
