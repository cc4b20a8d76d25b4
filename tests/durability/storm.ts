import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as contract from '../../contract/payments.ts';
import { openConversation, sendMessage } from '../../contract/support.ts';
import { paymentPassword, referenceTo, type TestCustomer } from '../support/payments.ts';
import { sequenceOf } from '../support/seed.ts';

/** What one customer asked for under one key, and what the server has said of it so far. */
export interface Wish {
  key: string;
  customer: TestCustomer;
  ask: { kind: 'transfer' | 'top_up'; body: Record<string, unknown> } | { kind: 'message'; text: string };
  /** Every answer that came, in order; none while nothing was acknowledged. */
  answers: Acknowledged[];
}

export interface Acknowledged {
  status: number;
  /** Of the payment or message. */
  id: string;
  payment?: contract.Payment;
  sequence?: number;
}

export interface Storm {
  wishes: Wish[];
  /** Ends it; resolves when every wish has been answered. */
  calm(): Promise<void>;
}

/** Sends a wish once. Nothing when nobody answered, or answered that it could not be done now. */
export async function send(
  { key, customer, ask }: Wish,
  conversationId: string,
): Promise<Acknowledged | undefined> {
  try {
    if (ask.kind === 'message') {
      const { status, result } = await customer.send(sendMessage, {
        params: { id: conversationId },
        body: { clientMessageId: key, text: ask.text },
      });
      return status === 201 ? { status, id: result.id, sequence: result.sequence } : undefined;
    }
    const { status, result, problem } = await customer.send(contract.createPayment, {
      body: ask.body as never,
      idempotencyKey: key,
    });
    const payment = result ?? (problem?.payment as contract.Payment | undefined);
    if (payment !== undefined) return { status, id: payment.id, payment };
    if (status < 500) throw new Error(`${ask.kind} was answered with ${status} ${problem?.code}`);
    return undefined;
  } catch (error) {
    // The connection broke, or the answer did in the middle.
    if (error instanceof TypeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Customers who transfer, top up and chat without a pause, each one thing after the other. What is not answered is sent
 * again under its key until it is, as any decent client does.
 */
export function raise(
  customers: Array<{ customer: TestCustomer; card: contract.PaymentMethod }>,
  { seed, mostEach }: { seed: number; mostEach: number },
): Storm {
  const wishes: Wish[] = [];
  let calming = false;
  const payeeIds = customers.map(({ customer }) => customer.customer.id);

  async function behave({ customer, card }: (typeof customers)[number], place: number): Promise<void> {
    const draw = sequenceOf(seed + place);
    const below = (limit: number) => Math.floor(draw() * limit);
    const { id: conversationId } = await customer.call(openConversation, {
      body: { context: { screen: 'home' }, language: 'zh' },
    });
    for (let count = 0; count < mostEach && !calming; count++) {
      const amount = String(1 + below(300));
      const others = payeeIds.filter((id) => id !== customer.customer.id);
      const shared = { amount, currency: 'CNY', paymentPassword };
      const chance = draw();
      const ask: Wish['ask'] =
        chance < 0.55
          ? {
              kind: 'transfer',
              body: {
                kind: 'transfer',
                payeeId: others[below(others.length)],
                method: { type: 'balance' },
                ...shared,
              },
            }
          : chance < 0.85
            ? { kind: 'top_up', body: { kind: 'top_up', method: referenceTo(card), ...shared } }
            : { kind: 'message', text: `${place}.${count} 你好` };
      const wish: Wish = { key: randomUUID(), customer, ask, answers: [] };
      wishes.push(wish);
      for (let tries = 0; wish.answers.length === 0; tries++) {
        const answer = await send(wish, conversationId);
        if (answer !== undefined) wish.answers.push(answer);
        else if (tries > 600) throw new Error('nobody answers any more');
        else await sleep(100);
      }
      await sleep(below(20));
    }
  }

  const all = Promise.all(customers.map(behave));
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
