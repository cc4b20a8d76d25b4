import type { Answer } from './answers.ts';
import type { BankAccount, BankTransfer } from './bank.ts';
import type { BankFile, FileTransfer } from './bank-files.ts';
import type { Callback } from './callbacks.ts';
import type { Charge, Refund } from './charge.ts';
import type { Card } from './card-tokens.ts';
import type { Fault, RandomFaults } from './faults.ts';
import type { Entry } from './iso20022.ts';
import { openJournal } from './journal.ts';
import type { Message } from './messages.ts';

/** All that the outside world remembers. Every table is keyed by text. */
export interface Tables {
  cards: Card;
  charges: Charge;
  refunds: Refund;
  accounts: BankAccount;
  transfers: BankTransfer;
  bankFiles: BankFile;
  fileTransfers: FileTransfer;
  bankEntries: Entry;
  messages: Message;
  answers: Answer;
  callbacks: Callback;
  faults: Fault;
  random: RandomFaults;
}

/** One change; `null` deletes. */
export type Put = {
  [T in keyof Tables]: { table: T; key: string; value: Tables[T] | null };
}[keyof Tables];

export interface Store {
  get<T extends keyof Tables>(table: T, key: string): Tables[T] | undefined;
  /** Oldest first; a row keeps its place when it changes. */
  all<T extends keyof Tables>(table: T): IterableIterator<Tables[T]>;
  /** Journals the changes as one line, then applies them: all of them survive, or none. Synchronous. */
  commit(puts: Put[]): void;
  close(): void;
}

/** Opens the journal in the folder and rebuilds the tables from it. */
export function openStore(folder: string): Store {
  const tables: { [T in keyof Tables]: Map<string, Tables[T]> } = {
    cards: new Map(),
    charges: new Map(),
    refunds: new Map(),
    accounts: new Map(),
    transfers: new Map(),
    bankFiles: new Map(),
    fileTransfers: new Map(),
    bankEntries: new Map(),
    messages: new Map(),
    answers: new Map(),
    callbacks: new Map(),
    faults: new Map(),
    random: new Map(),
  };

  function apply(put: Put): void {
    const table = tables[put.table] as Map<string, unknown>;
    if (put.value === null) table.delete(put.key);
    else table.set(put.key, put.value);
  }

  const journal = openJournal(folder, (line) => {
    for (const put of line as Put[]) apply(put);
  });

  return {
    get: (table, key) => tables[table].get(key),
    all: (table) => tables[table].values(),
    commit(puts) {
      journal.append(puts);
      for (const put of puts) apply(put);
    },
    close: () => journal.close(),
  };
}
