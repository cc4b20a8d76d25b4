import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { answerOnce } from './answers.ts';
import type { Callbacks, Delivery } from './callbacks.ts';
import { BANKS, issuerOf } from './card-numbers.ts';
import { Refusal } from './errors.ts';
import { amount, currency, reference, text } from './fields.ts';
import { type AccountBehaviour, TEST_ACCOUNTS, type Words } from './outcomes.ts';
import type { Put, Store } from './store.ts';

/** An account as the sandbox remembers it: never its number. */
export interface BankAccount {
  token: string;
  bank: Words;
  last4: string;
  behaviour: AccountBehaviour;
}

/** A debit pulls money from the account, a payout pushes money to it. */
export type Direction = 'debit' | 'payout';

export interface BankTransfer {
  direction: Direction;
  reference: string;
  amount: string;
  currency: string;
  description: string;
  status: 'accepted' | 'settled' | 'rejected';
  code: string;
  processedAt: string;
  /** Epoch milliseconds at which an accepted transfer ends, and the reason if it ends rejected. */
  finalAt?: number;
  finalReason?: string;
}

const accountBody = z.object({
  accountNumber: z.string().transform((digits) => digits.replace(/[ -]/g, '')),
  holderName: text(120),
  bankCode: z.string().optional(),
});
const transferBody = z.object({
  reference,
  token: text(64),
  amount,
  currency,
  description: z.string().max(500).default(''),
});

function view({ reference, status, code, amount, currency, processedAt }: BankTransfer) {
  return { reference, status, network: 'bank' as const, code, amount, currency, processedAt };
}

type Ending = Pick<BankTransfer, 'status' | 'code' | 'finalAt' | 'finalReason'>;

function decide(behaviour: AccountBehaviour, finalAt: number): Ending {
  switch (behaviour.effect) {
    case 'settle':
    case 'no_answer':
      return { status: 'settled', code: 'ACSC' };
    case 'pend':
      if (behaviour.never) return { status: 'accepted', code: 'ACSP' };
      return { status: 'accepted', code: 'ACSP', finalAt, finalReason: behaviour.afterwards };
    case 'reject':
    case 'unknown':
      return { status: 'rejected', code: behaviour.code };
  }
}

/** The bank's side: accounts, debits, payouts, and the clearing that ends the accepted ones later. */
export function createBank(
  store: Store,
  callbacks: Callbacks,
  timing: { settlementMs: number; noAnswerCallbackMs: number },
) {
  const timers = new Set<NodeJS.Timeout>();

  function changes(transfer: BankTransfer, delivery: Delivery): Put[] {
    const key = `${transfer.direction}:${transfer.reference}`;
    const put: Put = { table: 'transfers', key, value: transfer };
    if (transfer.status === 'accepted') return [put];
    return [put, ...callbacks.puts(`bank.${transfer.direction}.updated`, view(transfer), delivery)];
  }

  function endLater(transfer: BankTransfer, delivery: Delivery): void {
    if (transfer.status !== 'accepted' || transfer.finalAt === undefined) return;
    const key = `${transfer.direction}:${transfer.reference}`;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        const accepted = store.get('transfers', key);
        // Not there when the commit that this timer belongs to failed.
        if (accepted?.status !== 'accepted') return;
        const { finalAt: _at, finalReason, ...rest } = accepted;
        const processedAt = new Date().toISOString();
        const ended: BankTransfer = finalReason
          ? { ...rest, status: 'rejected', code: finalReason, processedAt }
          : { ...rest, status: 'settled', code: 'ACSC', processedAt };
        store.commit(changes(ended, delivery));
      },
      Math.max(0, transfer.finalAt - Date.now()),
    );
    timers.add(timer);
  }

  return {
    /** 422 AC01 for a number no bank knows, RC01 for a bank code nobody has. */
    addAccount(body: unknown): Omit<BankAccount, 'behaviour'> {
      const { accountNumber, bankCode } = accountBody.parse(body);
      if (!/^\d{8,30}$/.test(accountNumber))
        throw new Refusal(422, 'AC01', 'Incorrect account number', 'bank');
      const bank = bankCode ? BANKS[bankCode] : issuerOf(accountNumber).issuer;
      if (!bank) throw new Refusal(422, 'RC01', 'Incorrect bank identifier', 'bank');
      const test = TEST_ACCOUNTS.find(({ number }) => number === accountNumber);
      const behaviour = test?.behaviour ?? { effect: 'settle' };
      if (behaviour.effect === 'unknown')
        throw new Refusal(422, behaviour.code, 'Incorrect account number', 'bank');
      const token = `bank_${randomBytes(18).toString('base64url')}`;
      const account = { token, bank, last4: accountNumber.slice(-4) };
      store.commit([{ table: 'accounts', key: token, value: { ...account, behaviour } }]);
      return account;
    },

    /** `silent` means that the answer must never be sent. */
    transfer(direction: Direction, body: unknown, delivery: Delivery) {
      const request = transferBody.parse(body);
      const account = store.get('accounts', request.token);
      const silent = account?.behaviour.effect === 'no_answer';
      const answer = answerOnce(store, `bank.${direction}:${request.reference}`, request, () => {
        if (!account) throw new Refusal(422, 'AC01', 'No such account token', 'bank');
        const now = Date.now();
        const { token: _token, ...details } = request;
        const transfer: BankTransfer = {
          direction,
          ...details,
          processedAt: new Date(now).toISOString(),
          ...decide(account.behaviour, now + timing.settlementMs),
        };
        const late = silent
          ? { ...delivery, delayMs: Math.max(delivery.delayMs, timing.noAnswerCallbackMs) }
          : delivery;
        endLater(transfer, delivery);
        return { status: 200, body: view(transfer), puts: changes(transfer, late) };
      });
      return { ...answer, silent: silent && !answer.repeated };
    },

    /** 404 / 25, as on the cards, for a transfer never processed. */
    inquire(direction: Direction, transferReference: string) {
      const transfer = store.get('transfers', `${direction}:${transferReference}`);
      if (!transfer) throw new Refusal(404, '25', `No such ${direction} was ever processed`, 'bank');
      return view(transfer);
    },

    /** Takes up what an earlier process left accepted. */
    start() {
      for (const transfer of store.all('transfers')) endLater(transfer, { copies: 1, delayMs: 0 });
    },

    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

export type Bank = ReturnType<typeof createBank>;
