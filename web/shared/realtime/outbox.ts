import type { Problem } from '../../../contract/problem.ts';
import { forgetDrafts } from './drafts.ts';

/** A message of this device that the server has not acknowledged yet. */
export interface UnsentMessage {
  /** UUIDv7, so that their order is the order they were written in. */
  clientMessageId: string;
  conversationId: string;
  kind?: 'reply' | 'note';
  text: string;
  writtenAt: string;
  /** Why the server refused it; it waits for the writer to decide. */
  problem?: Problem;
}

/** Keeps unsent messages over a reload. */
export interface Outbox {
  /** In the order they were written. */
  all(): Promise<UnsentMessage[]>;
  put(message: UnsentMessage): Promise<void>;
  remove(clientMessageId: string): Promise<void>;
  /** With what was only begun. */
  clear(): Promise<void>;
}

export function memoryOutbox(): Outbox {
  const messages = new Map<string, UnsentMessage>();
  return {
    all: async () => [...messages.values()],
    put: async (message) => void messages.set(message.clientMessageId, message),
    remove: async (clientMessageId) => void messages.delete(clientMessageId),
    clear: async () => messages.clear(),
  };
}

const storeName = 'messages';

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

/** In IndexedDB, under a name of its own for each door, since the two are different people. */
export function browserOutbox(door: 'customer' | 'desk'): Outbox {
  let opening: Promise<IDBDatabase> | undefined;

  async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
    if (!opening) {
      const request = indexedDB.open(`upay-outbox-${door}`, 1);
      request.addEventListener('upgradeneeded', () => {
        request.result.createObjectStore(storeName, { keyPath: 'clientMessageId' });
      });
      opening = result(request);
    }
    return (await opening).transaction(storeName, mode).objectStore(storeName);
  }

  return {
    all: async () => await result<UnsentMessage[]>((await store('readonly')).getAll()),
    async put(message) {
      await result((await store('readwrite')).put(message));
    },
    async remove(clientMessageId) {
      await result((await store('readwrite')).delete(clientMessageId));
    },
    async clear() {
      forgetDrafts();
      await result((await store('readwrite')).clear());
    },
  };
}
