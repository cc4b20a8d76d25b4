import type { Config } from '../../config.ts';
import { newId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import type { NoticeListener } from '../callback-routes.ts';
import { outcomeOfRefusal } from '../failure-codes.ts';
import type { Rail, RailOrder, RailOutcome } from '../rail.ts';
import type { SandboxClient } from '../sandbox/client.ts';
import { readBankMessage, type StatementEntry, writePain001 } from './messages.ts';
import {
  insertEntries,
  insertFile,
  insertOrder,
  lockQueued,
  markHandled,
  markSent,
  type OrderRow,
  readDebitsOfDay,
  readLastNumber,
  readOrder,
  readOrdersOfFile,
  readReadyFiles,
  readWaitingEntries,
  updateFile,
  updateOrders,
} from './queries.ts';
import { FileProblem, toShort } from './xml.ts';

const id = 'bank-transfer';
const task = 'rails.bank_files';
const ordersAFile = 1_000;
const entriesAtOnce = 200;
/** Orders of a moment share a file. */
const collectMilliseconds = 500;

/** Money that has come to our account. Told again until it is taken; whoever takes it keeps it once. */
export type CreditListener = (credit: StatementEntry & { railId: string }) => Promise<void>;

export interface BankTransfers {
  rail: Rail;
  /** Our account, where customers send money to. */
  account: Config['bankAccount'];
  hear(listeners: { notice: NoticeListener; credit: CreditListener }): void;
  /** Hands over what is to be sent, fetches what has come, and brings it into the books. */
  exchange(): Promise<void>;
}

function outcomeOf({ status, code }: Pick<OrderRow, 'status' | 'code'>): RailOutcome {
  const raw = { network: 'bank', code: code ?? 'RCVD' };
  if (status === 'settled') return { status: 'succeeded', raw };
  if (status === 'rejected') return outcomeOfRefusal(raw);
  return { status: 'pending', raw };
}

/**
 * Bank transfers in files of ISO 20022: payouts go as pain.001 and are answered by pain.002; camt.054 and camt.053 tell what
 * moved on our account. A second way to the accounts of the sandbox's bank, slower than its API.
 */
export function createBankTransfers(
  platform: Platform,
  call: SandboxClient,
  tokensOf: string,
): BankTransfers {
  const { db, clock, config, jobs, log } = platform;
  let listeners: { notice: NoticeListener; credit: CreditListener } | undefined;

  async function order(operation: 'payout' | 'refund', details: RailOrder): Promise<RailOutcome> {
    const { reference, token, amount, currency, description } = details;
    try {
      const now = clock.now();
      const row = await insertOrder(
        db,
        { reference, operation, account: token, payee: details.payee, amount, currency, description },
        now,
      );
      await jobs.add(db, [
        { task, payload: {}, runAt: new Date(now.getTime() + collectMilliseconds), key: task },
      ]);
      return outcomeOf(row);
    } catch (error) {
      // It may have been taken on all the same.
      log.error({ err: error, reference }, 'a transfer could not be taken on');
      return { status: 'unknown', reason: 'database' };
    }
  }

  async function tell(changed: Awaited<ReturnType<typeof updateOrders>>): Promise<void> {
    for (const { reference, operation, ...row } of changed)
      if (row.status === 'settled' || row.status === 'rejected')
        await listeners?.notice({ operation, reference, outcome: outcomeOf(row) });
  }

  /** Puts what waits into one file, and hands over every file that the bank has not taken. */
  async function send(): Promise<void> {
    await db.transaction(async (tx) => {
      const orders = await lockQueued(tx, ordersAFile);
      if (orders.length === 0) return;
      const fileId = newId();
      const messageId = toShort(fileId);
      const content = writePain001(messageId, clock.now(), config.bankAccount, orders);
      const file = {
        id: fileId,
        kind: 'pain.001',
        messageId,
        number: null,
        content,
        status: 'ready',
        problem: null,
      } as const;
      await insertFile(tx, file, clock.now());
      await markSent(
        tx,
        orders.map(({ reference }) => reference),
        fileId,
      );
    });
    for (const file of await readReadyFiles(db)) {
      const answer = await call('POST', '/bank/files', file.content);
      if (answer.kind !== 'answered') return;
      if (answer.status < 300) await updateFile(db, file.id, 'sent');
      else if (answer.status === 400) {
        // The bank will never take it: its orders have not been and never will be carried out.
        log.error({ fileId: file.id, answer: answer.body }, 'the bank refused a payment file');
        await updateFile(db, file.id, 'refused', JSON.stringify(answer.body).slice(0, 500));
        await refuseAll(file.messageId, 'FF01');
      }
    }
  }

  async function refuseAll(messageId: string, code: string): Promise<void> {
    const references = await readOrdersOfFile(db, messageId);
    const statuses = references.map((reference) => ({ reference, status: 'rejected' as const, code }));
    await tell(await db.transaction((tx) => updateOrders(tx, statuses)));
  }

  /** Reads one file into the database, whole or not at all. */
  async function take(content: string, number: bigint | null): Promise<void> {
    try {
      const message = readBankMessage(content);
      const { kind, messageId } = message;
      const file = { id: newId(), kind, messageId, number, content, status: 'read', problem: null } as const;
      const changed = await db.transaction(async (tx) => {
        const fileId = await insertFile(tx, file, clock.now());
        if (fileId === undefined) return [];
        if (message.kind === 'pain.002') return updateOrders(tx, message.orders);
        await insertEntries(tx, fileId, message.entries);
        return [];
      });
      await tell(changed);
      if (message.kind === 'pain.002' && message.refused !== undefined)
        await refuseAll(message.originalMessageId, message.refused);
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      log.error({ number, problem: error.message }, 'a file of the bank cannot be read');
      const refused = {
        id: newId(),
        kind: 'camt.054',
        messageId: `?${number}`,
        number,
        // A NUL is the one character the database cannot keep.
        content: content.replaceAll('\u0000', '\ufffd'),
        status: 'refused',
      } as const;
      await insertFile(db, { ...refused, problem: error.message.slice(0, 500) }, clock.now());
    }
  }

  async function fetchFiles(): Promise<void> {
    for (;;) {
      const after = await readLastNumber(db);
      const list = await call('GET', `/bank/files?after=${after}`);
      if (list.kind !== 'answered' || list.status !== 200) return;
      const files = (list.body as { files?: Array<{ number?: unknown }> }).files ?? [];
      const numbers = files.flatMap(({ number }) => (Number.isSafeInteger(number) ? [number as number] : []));
      if (numbers.length === 0) return;
      for (const number of numbers) {
        const answer = await call('GET', `/bank/files/${number}`);
        if (answer.kind !== 'answered' || answer.status !== 200 || typeof answer.body !== 'string') return;
        await take(answer.body, BigInt(number));
      }
    }
  }

  /** Brings movements into the books; one that cannot be is tried again, and does not hold up the others. */
  async function handle(): Promise<void> {
    for (const entry of await readWaitingEntries(db, entriesAtOnce)) {
      try {
        if (entry.direction === 'credit') await listeners?.credit({ ...entry, railId: id });
        else if (entry.reference !== undefined && entry.reference !== null)
          await tell(
            await db.transaction((tx) =>
              updateOrders(tx, [{ reference: entry.reference as string, status: 'settled', code: 'ACSC' }]),
            ),
          );
        await markHandled(db, entry.bankReference, clock.now());
      } catch (error) {
        log.error({ err: error, bankReference: entry.bankReference }, 'a movement could not be booked');
      }
    }
  }

  async function exchange(): Promise<void> {
    await send();
    await fetchFiles();
    await handle();
  }
  jobs.define(task, exchange, { every: 'minute' });

  const rail: Rail = {
    id,
    name: { zh: '银行转账', en: 'Bank transfer' },
    methodType: 'bank_account',
    tokensOf,
    operations: ['payout', 'refund'],
    async charge() {
      return outcomeOfRefusal({ network: 'bank', code: 'AG01' });
    },
    payout: (details) => order('payout', details),
    refund: ({ charge: _charge, ...details }) => order('refund', details),
    async inquire(_operation, reference) {
      const row = await readOrder(db, reference);
      return row === undefined ? { status: 'not_found' } : outcomeOf(row);
    },
    /** The bank's statement of the day, which has what its notifications may have missed. */
    async settlementReport(day) {
      const answer = await call('GET', `/bank/statements?${new URLSearchParams({ day }).toString()}`);
      if (answer.kind !== 'answered') return { status: 'unavailable', reason: answer.reason };
      if (answer.status !== 200 || typeof answer.body !== 'string')
        return { status: 'unavailable', reason: `HTTP ${answer.status}` };
      try {
        const message = readBankMessage(answer.body);
        if (message.kind !== 'camt.053') return { status: 'unavailable', reason: message.kind };
        // A statement of a day that is not over has the same name as the whole one.
        const messageId = `${message.messageId}/${clock.now().toISOString()}`;
        await db.transaction(async (tx) => {
          const kept = {
            id: newId(),
            kind: 'camt.053',
            messageId,
            number: null,
            content: answer.body as string,
            status: 'read',
            problem: null,
          } as const;
          const fileId = await insertFile(tx, kept, clock.now());
          if (fileId !== undefined) await insertEntries(tx, fileId, message.entries);
        });
      } catch (error) {
        if (!(error instanceof FileProblem)) throw error;
        return { status: 'unavailable', reason: error.message };
      }
      await handle();
      const lines = (await readDebitsOfDay(db, day)).map(({ bookedAt, ...line }) => ({
        ...line,
        fee: 0n,
        processedAt: bookedAt,
      }));
      return { status: 'available', lines };
    },
  };

  return {
    rail,
    account: config.bankAccount,
    hear: (given) => {
      listeners = given;
    },
    exchange,
  };
}
