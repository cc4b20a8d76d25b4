import type { Crash } from '../../../contract/diagnostics.ts';

const KEY = 'upay.crashes';
const MOST = 5;

/** Long numbers and ids could tell who or what; hidden characters are not sent. */
const tidy = (text: string, length: number) =>
  text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, ':id')
    .replaceAll(/\S+@\S+\.\S+/g, '…')
    .replaceAll(/\d{4,}/g, '0')
    .replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, ' ')
    .slice(0, length);

/** The last crashes on this device, newest first. Kept here only, until the customer agrees to send them. */
export function crashes(): Crash[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as Crash[];
  } catch {
    return [];
  }
}

export function noteCrash(error: unknown): void {
  const { message = String(error), stack = '' } = error instanceof Error ? error : {};
  const crash: Crash = {
    at: new Date().toISOString(),
    page: tidy(location.pathname, 200),
    message: tidy(message, 300),
    frames: stack
      .split('\n')
      .filter((line) => /^\s*at |@/.test(line))
      .slice(0, 12)
      .map((line) => tidy(line.replace(location.origin, '').trim(), 200)),
  };
  try {
    localStorage.setItem(KEY, JSON.stringify([crash, ...crashes()].slice(0, MOST)));
  } catch {
    // Without storage there is no crash report.
  }
}

/** What React does not catch: timers, handlers, promises that nobody waits for. */
export function watchCrashes(): void {
  addEventListener('error', ({ error }) => error && noteCrash(error));
  addEventListener('unhandledrejection', ({ reason }) => reason instanceof Error && noteCrash(reason));
}
