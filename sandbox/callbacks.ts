import { createHmac, randomUUID } from 'node:crypto';
import type { Config } from './config.ts';
import type { Put, Store } from './store.ts';

/** An event on its way to the caller; gone from the store once delivered or given up. */
export interface Callback {
  id: string;
  /** Exactly the bytes that are sent and signed. */
  body: string;
  failures: number;
  /** How many times it is still to be delivered, under the same id. */
  copies: number;
  /** Epoch milliseconds. */
  dueAt: number;
}

export type CallbackType =
  | 'card.charge.updated'
  | 'card.refund.updated'
  | 'bank.debit.updated'
  | 'bank.payout.updated';

export interface Delivery {
  copies: number;
  delayMs: number;
}

export interface Callbacks {
  /** What to commit together with the outcome that the callback tells of. Empty when nobody wants callbacks. */
  puts(type: CallbackType, data: unknown, delivery: Delivery): Put[];
  /** Takes up what an earlier process left undelivered. */
  start(): void;
  close(): Promise<void>;
}

const TIMEOUT_MS = 10_000;
const CONCURRENT = 16;

/** Standard Webhooks headers for a body sent now. */
export function signatureHeaders(
  secret: string,
  id: string,
  body: string,
  now: Date,
): Record<string, string> {
  const timestamp = Math.floor(now.getTime() / 1000).toString();
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

/** Delivers callbacks at least once, with back-off, across restarts. */
export function createCallbacks(store: Store, config: Config): Callbacks {
  const { callbackUrl, callbackSecret } = config;
  const waits = config.timing.callbackRetryMs;
  const timers = new Map<string, NodeJS.Timeout>();
  const ready: string[] = [];
  const sending = new Set<Promise<void>>();
  const closing = new AbortController();

  function schedule(callback: Callback): void {
    const timer = setTimeout(
      () => {
        timers.delete(callback.id);
        ready.push(callback.id);
        pump();
      },
      Math.max(0, callback.dueAt - Date.now()),
    );
    timers.set(callback.id, timer);
  }

  function pump(): void {
    while (sending.size < CONCURRENT && !closing.signal.aborted) {
      const id = ready.shift();
      if (id === undefined) return;
      const callback = store.get('callbacks', id);
      if (!callback) continue;
      const sent = deliver(callback).finally(() => {
        sending.delete(sent);
        pump();
      });
      sending.add(sent);
    }
  }

  async function deliver(callback: Callback): Promise<void> {
    const accepted = await post(callback);
    if (closing.signal.aborted) return;
    if (accepted && callback.copies === 1) return save(callback.id, null);
    if (accepted)
      return save(callback.id, { ...callback, copies: callback.copies - 1, failures: 0, dueAt: Date.now() });
    const wait = waits[callback.failures];
    if (wait === undefined) {
      process.stderr.write(`sandbox: callback ${callback.id} given up after ${waits.length + 1} attempts\n`);
      return save(callback.id, null);
    }
    save(callback.id, { ...callback, failures: callback.failures + 1, dueAt: Date.now() + wait });
  }

  function save(id: string, value: Callback | null): void {
    try {
      store.commit([{ table: 'callbacks', key: id, value }]);
    } catch (error) {
      // The disk is full: this process forgets the change, the next one delivers again.
      process.stderr.write(`sandbox: callback ${id} could not be journalled: ${String(error)}\n`);
      return;
    }
    if (value) schedule(value);
  }

  async function post({ id, body }: Callback): Promise<boolean> {
    if (!callbackUrl) return false;
    try {
      const response = await fetch(callbackUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...signatureHeaders(callbackSecret, id, body, new Date()),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  return {
    puts(type, data, { copies, delayMs }) {
      if (!callbackUrl) return [];
      const id = randomUUID();
      const body = JSON.stringify({ id, type, createdAt: new Date().toISOString(), data });
      const callback = { id, body, failures: 0, copies, dueAt: Date.now() + delayMs };
      // Found by the timer only if the commit that this put belongs to succeeded.
      schedule(callback);
      return [{ table: 'callbacks', key: id, value: callback }];
    },
    start() {
      if (callbackUrl) for (const callback of store.all('callbacks')) schedule(callback);
    },
    async close() {
      closing.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(sending);
    },
  };
}
