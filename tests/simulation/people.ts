import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCheckoutSession } from '../../contract/checkout.ts';
import * as contract from '../../contract/payments.ts';
import { createRefund } from '../../contract/refunds.ts';
import { type PaymentsLab, paymentPassword, referenceTo, type TestCustomer } from '../support/payments.ts';
import { sequenceOf } from '../support/seed.ts';

/** What somebody asked for under one key, and what the server said of it. */
export interface Wish {
  key: string;
  /** Whose key it is: a customer or the merchant. */
  askedBy: string;
  kind: contract.PaymentKind | 'refund';
  amount: string;
  /** Every answer that came, in order. */
  answers: Acknowledged[];
}

/** A payment or refund that was acknowledged; without an id, the request was refused and nothing is to be left of it. */
export interface Acknowledged {
  httpStatus: number;
  id?: string;
  status?: string;
  code?: string;
}

interface Person {
  customer: TestCustomer;
  card: contract.PaymentMethod;
  /** Refused for want of money, always. */
  emptyCard: contract.PaymentMethod;
  bank: contract.PaymentMethod;
}

const mostTries = 900;
/** Fewer than the limits let one customer pay a day. */
const wishesEach = 250;

/**
 * People who pay, transfer, top up, withdraw and shop without a pause, and a merchant who gives back. What is not answered
 * is asked again under its key until it is; some are impatient and ask twice at once.
 */
export async function raiseDemand(
  lab: PaymentsLab,
  options: { seed: number; people: number; withdrawals: boolean },
): Promise<{ wishes: Wish[]; calm(): Promise<void> }> {
  const wishes: Wish[] = [];
  const { merchantId, apiKey } = await lab.merchant('模拟商店');
  const authorization = `Bearer ${apiKey}`;
  /** Everybody there is, as payees. */
  const everybody: string[] = [];
  /** Purchases that went through, for the merchant to give back. */
  const sold: Array<{ id: string; amount: string }> = [];
  let calming = false;

  /** Whatever is asked, until somebody answers. */
  async function untilAnswered<T>(ask: () => Promise<T | undefined>): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        const answer = await ask();
        if (answer !== undefined) return answer;
      } catch (error) {
        // The connection broke, or the answer did in the middle.
        if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
      }
      if (tries === mostTries) throw new Error('nobody answers any more');
      await sleep(100);
    }
  }

  async function wish(
    { key, askedBy, kind, amount }: Omit<Wish, 'answers'>,
    impatient: boolean,
    send: () => Promise<Acknowledged | undefined>,
  ): Promise<Acknowledged> {
    const made: Wish = { key, askedBy, kind, amount, answers: [] };
    wishes.push(made);
    const ask = async () => {
      const answer = await untilAnswered(send);
      made.answers.push(answer);
      return answer;
    };
    const [answer] = await Promise.all(impatient ? [ask(), ask()] : [ask()]);
    return answer;
  }

  async function newPerson(): Promise<Person | undefined> {
    for (let tries = 1; ; tries++) {
      try {
        const customer = await lab.customer();
        const card = await customer.addCard('5555555555554444');
        const emptyCard = await customer.addCard('4000000000009995');
        const bank = await customer.addBankAccount('6217000000000000000');
        everybody.push(customer.customer.id);
        return { customer, card, emptyCard, bank };
      } catch (error) {
        // In the middle of a kill nobody registers; later they do, anew.
        if (calming) return undefined;
        if (tries === 400) throw error;
        await sleep(250);
      }
    }
  }

  const pay = (customer: TestCustomer, key: string, body: Record<string, unknown>) => async () => {
    const { status, result, problem } = await customer.send(contract.createPayment, {
      body: { currency: 'CNY', paymentPassword, ...body } as never,
      idempotencyKey: key,
    });
    const payment = result ?? (problem?.payment as contract.Payment | undefined);
    if (payment !== undefined) return { httpStatus: status, id: payment.id, status: payment.status };
    return status >= 500 || status === 429 ? undefined : { httpStatus: status, code: String(problem?.code) };
  };

  async function openSession(amount: string): Promise<string> {
    const idempotencyKey = randomUUID();
    const lines = [{ name: '拿铁', quantity: 1, unitAmount: amount }];
    const urls = { successUrl: 'https://shop.test/done', cancelUrl: 'https://shop.test/cart' };
    const body = { currency: 'CNY' as const, reference: idempotencyKey, lines, ...urls };
    return untilAnswered(async () => {
      const { result } = await lab.asMerchant(apiKey, createCheckoutSession, { body, idempotencyKey });
      return result?.id;
    });
  }

  /** Somebody new with some money. */
  async function newcomer(): Promise<Person | undefined> {
    const person = await newPerson();
    if (person === undefined) return undefined;
    const { customer, card } = person;
    const key = randomUUID();
    const amount = '20000';
    await wish(
      { key, askedBy: customer.customer.id, kind: 'top_up', amount },
      false,
      pay(customer, key, { kind: 'top_up', amount, method: referenceTo(card) }),
    );
    return person;
  }

  async function customerActs(place: number, first: Person | undefined): Promise<void> {
    const draw = sequenceOf(options.seed + 1 + place);
    const below = (limit: number) => Math.floor(draw() * limit);
    for (let person = first; person !== undefined && !calming; person = await newcomer()) {
      const { customer, card, emptyCard, bank } = person;
      const own = customer.customer.id;
      for (let count = 0; count < wishesEach && !calming; count++) {
        const amount = String(1 + below(300));
        const chance = draw();
        const by = (usual: contract.PaymentMethod | undefined) =>
          referenceTo(draw() < 0.1 ? emptyCard : (usual ?? { type: 'balance' as const }));
        const others = everybody.filter((id) => id !== own);
        const transfer = { kind: 'transfer' as const, payeeId: others[below(others.length)] ?? merchantId };
        const ask =
          chance < 0.3
            ? { ...transfer, method: by(undefined) }
            : chance < 0.4
              ? { ...transfer, method: by(card) }
              : chance < 0.6
                ? { kind: 'top_up' as const, method: by(card) }
                : chance < 0.7
                  ? options.withdrawals
                    ? { kind: 'withdrawal' as const, method: referenceTo(bank) }
                    : { kind: 'top_up' as const, method: by(card) }
                  : {
                      kind: 'purchase' as const,
                      checkoutSessionId: await openSession(amount),
                      method: by(draw() < 0.5 ? card : undefined),
                    };
        const key = randomUUID();
        const answer = await wish(
          { key, askedBy: own, kind: ask.kind, amount },
          draw() < 0.1,
          pay(customer, key, { ...ask, amount }),
        );
        if (ask.kind === 'purchase' && answer.status === 'succeeded' && answer.id !== undefined)
          sold.push({ id: answer.id, amount });
        await sleep(below(20));
      }
    }
  }

  /** Gives back a part of something sold, now and then more than there is. */
  async function merchantActs(): Promise<void> {
    const draw = sequenceOf(options.seed + 1_000);
    while (!calming) {
      await sleep(50 + draw() * 100);
      const payment = sold[Math.floor(draw() * sold.length)];
      if (payment === undefined) continue;
      const amount = String(1 + Math.floor(draw() * Number(payment.amount) * 0.8));
      const key = randomUUID();
      await wish({ key, askedBy: merchantId, kind: 'refund', amount }, draw() < 0.2, async () => {
        const body = { paymentId: payment.id, amount, reason: 'requested_by_customer' as const };
        const { status, result, problem } = await lab.asMerchant(apiKey, createRefund, {
          body,
          idempotencyKey: key,
          headers: { authorization },
        });
        if (result !== undefined) return { httpStatus: status, id: result.id, status: result.status };
        return status >= 500 || status === 429
          ? undefined
          : { httpStatus: status, code: String(problem?.code) };
      });
    }
  }

  // Everybody is there before anything goes wrong.
  const people = await Promise.all(Array.from({ length: options.people }, newcomer));
  const all = Promise.all([...people.map((person, place) => customerActs(place, person)), merchantActs()]);
  // Who waits for calm hears of it; until then it must not count as unheard.
  all.catch(() => undefined);
  return {
    wishes,
    async calm() {
      calming = true;
      await all;
    },
  };
}
