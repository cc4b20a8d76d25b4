import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from './errors.ts';
import { amount, currency, text } from './fields.ts';
import { type Entry, notification, readPaymentFile, statement, statusReport } from './iso20022.ts';
import { type AccountBehaviour, TEST_ACCOUNTS } from './outcomes.ts';
import type { Put, Store } from './store.ts';

/** A file that waits for the wallet, or one it has handed in. */
export interface BankFile {
  /** Grows; the wallet asks for what comes after the last it has. */
  number: number;
  kind: 'pain.001' | 'pain.002' | 'camt.054';
  messageId: string;
  content: string;
}

/** A transfer ordered by file. */
export interface FileTransfer {
  messageId: string;
  endToEndId: string;
  amount: string;
  currency: string;
  creditorName: string;
  creditorAccount: string;
  remittance: string;
  status: 'accepted' | 'settled' | 'rejected';
  finalAt?: number;
  finalReason?: string;
}

/** The wallet's own account at the bank. */
export const WALLET_ACCOUNT = '1109000000000001';

const creditBody = z.object({
  amount,
  currency,
  debtorName: text(140),
  debtorAccount: text(34).optional(),
  statedAmount: text(24).optional(),
  remittance: z.string().max(140).optional(),
  creditorReference: z.string().max(35).optional(),
});

const idOf = () => randomUUID().replaceAll('-', '');

/** The bank's side of files: takes payment orders, tells what became of them, and what comes in. */
export function createBankFiles(store: Store, timing: { settlementMs: number }) {
  const timers = new Set<NodeJS.Timeout>();
  let last = Math.max(0, ...[...store.all('bankFiles')].map(({ number }) => number));

  function file(kind: BankFile['kind'], messageId: string, content: string): Put {
    const number = ++last;
    return { table: 'bankFiles', key: String(number), value: { number, kind, messageId, content } };
  }

  function booked(entry: Entry): Put[] {
    const id = idOf();
    return [
      { table: 'bankEntries', key: entry.reference, value: entry },
      file('camt.054', id, notification(id, entry.bookedAt, WALLET_ACCOUNT, [entry])),
    ];
  }

  const keyOf = ({ endToEndId }: { endToEndId: string }) => endToEndId;

  function reported(
    messageId: string,
    transfers: readonly FileTransfer[],
    reasons: Map<string, string>,
  ): Put {
    const id = idOf();
    const words = { settled: 'ACSC', accepted: 'ACSP', rejected: 'RJCT' };
    return file(
      'pain.002',
      id,
      statusReport({
        id,
        at: new Date().toISOString(),
        originalMessageId: messageId,
        transactions: transfers.map(({ endToEndId, status }) => ({
          endToEndId,
          status: words[status],
          ...(status === 'rejected' ? { reason: reasons.get(endToEndId) ?? 'MS03' } : {}),
        })),
      }),
    );
  }

  function bookedDebit(transfer: FileTransfer, at: string): Put[] {
    return booked({
      reference: idOf(),
      direction: 'debit',
      amount: transfer.amount,
      currency: transfer.currency,
      bookedAt: at,
      endToEndId: transfer.endToEndId,
      counterpartyName: transfer.creditorName,
      counterpartyAccount: transfer.creditorAccount,
      remittance: transfer.remittance,
    });
  }

  function endLater(transfer: FileTransfer): void {
    if (transfer.status !== 'accepted' || transfer.finalAt === undefined) return;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        const { finalAt: _at, finalReason, ...rest } = transfer;
        const ended: FileTransfer = { ...rest, status: finalReason ? 'rejected' : 'settled' };
        store.commit([
          { table: 'fileTransfers', key: keyOf(ended), value: ended },
          reported(ended.messageId, [ended], new Map([[ended.endToEndId, finalReason ?? '']])),
          ...(finalReason ? [] : bookedDebit(ended, new Date().toISOString())),
        ]);
      },
      Math.max(0, transfer.finalAt - Date.now()),
    );
    timers.add(timer);
  }

  /** A token of the vault, or a number as it stands. */
  function behaviourOf(account: string): AccountBehaviour {
    const known = store.get('accounts', account);
    const test = TEST_ACCOUNTS.find(({ number }) => number === account);
    return known?.behaviour ?? test?.behaviour ?? { effect: 'settle' };
  }

  return {
    /** Takes a pain.001; the same message again is taken as done. Answers come as files. */
    hand(xml: unknown): { messageId: string } {
      if (typeof xml !== 'string') throw new Refusal(415, 'FF01', 'The body must be XML', 'bank');
      const { messageId, instructions } = readPaymentFile(xml);
      for (const known of store.all('bankFiles'))
        if (known.kind === 'pain.001' && known.messageId === messageId) return { messageId };
      const now = Date.now();
      const at = new Date(now).toISOString();
      const reasons = new Map<string, string>();
      const transfers = instructions.map((instruction): FileTransfer => {
        const transfer = { messageId, ...instruction };
        const behaviour = behaviourOf(instruction.creditorAccount);
        const repeated = store.get('fileTransfers', instruction.endToEndId) !== undefined;
        if (repeated || behaviour.effect === 'reject' || behaviour.effect === 'unknown') {
          reasons.set(instruction.endToEndId, repeated || !('code' in behaviour) ? 'AM05' : behaviour.code);
          return { ...transfer, status: 'rejected' };
        }
        if (behaviour.effect !== 'pend') return { ...transfer, status: 'settled' };
        return behaviour.never
          ? { ...transfer, status: 'accepted' }
          : {
              ...transfer,
              status: 'accepted',
              finalAt: now + timing.settlementMs,
              finalReason: behaviour.afterwards,
            };
      });
      store.commit([
        file('pain.001', messageId, xml),
        // A repeated order leaves the first one as it is.
        ...transfers.flatMap((transfer): Put[] =>
          store.get('fileTransfers', keyOf(transfer))
            ? []
            : [{ table: 'fileTransfers', key: keyOf(transfer), value: transfer }],
        ),
        reported(messageId, transfers, reasons),
        ...transfers.flatMap((transfer) => (transfer.status === 'settled' ? bookedDebit(transfer, at) : [])),
      ]);
      for (const transfer of transfers) endLater(transfer);
      return { messageId };
    },

    /** Files for the wallet after a number, oldest first. */
    list(after: number) {
      return [...store.all('bankFiles')]
        .filter(({ kind, number }) => kind !== 'pain.001' && number > after)
        .slice(0, 100)
        .map(({ number, kind, messageId }) => ({ number, kind, messageId }));
    },

    read(number: number): string {
      const found = store.get('bankFiles', String(number));
      if (!found || found.kind === 'pain.001') throw new Refusal(404, '25', 'No such file', 'bank');
      return found.content;
    },

    /** The camt.053 of a day (UTC). */
    statement(day: string): string {
      const entries = [...store.all('bankEntries')].filter(({ bookedAt }) => bookedAt.startsWith(day));
      return statement(
        `${day.replaceAll('-', '')}${WALLET_ACCOUNT}`,
        new Date().toISOString(),
        WALLET_ACCOUNT,
        entries,
      );
    },

    /** Somebody outside sends money to the wallet's account. */
    credit(body: unknown): Entry {
      const { debtorName, debtorAccount, ...rest } = creditBody.parse(body);
      const entry: Entry = {
        reference: idOf(),
        direction: 'credit',
        ...rest,
        bookedAt: new Date().toISOString(),
        counterpartyName: debtorName,
        counterpartyAccount: debtorAccount,
      };
      store.commit(booked(entry));
      return entry;
    },

    start() {
      for (const transfer of store.all('fileTransfers')) endLater(transfer);
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

export type BankFiles = ReturnType<typeof createBankFiles>;
