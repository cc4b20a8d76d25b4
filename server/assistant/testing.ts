import { expect } from 'vitest';
import type { MessageContent, ScreenContext } from '../../contract/support.ts';
import { eventually, startHouse, type TestHouse } from '../../tests/support/scripted-house.ts';
import { failedPayment } from '../../tests/support/scripted-payments.ts';
import { createKnowledge } from '../guides/guides.ts';
import { newId } from '../platform/ids.ts';
import { createAssistant } from './assistant.ts';

type Statement = Extract<MessageContent, { type: 'statement' }>;

/** The scripted house with an assistant in it. */
export async function startAssistedHouse(): Promise<TestHouse> {
  const house = await startHouse();
  const knowledge = createKnowledge(house.platform);
  await knowledge.start();
  createAssistant(house.platform, { ...house, knowledge });
  await house.platform.jobs.start();
  await house.platform.events.start();
  return house;
}

/** A customer in the chat, and what they see there. */
export async function openChat(
  house: TestHouse,
  customerId: string = newId(),
  context: ScreenContext = { screen: 'home' },
) {
  const id = await house.open(customerId, context);
  const contents = () => house.contents(id);
  const said = async () =>
    (await contents()).filter((content): content is Statement => content.type === 'statement');
  const status = async () => (await house.support.conversation(house.platform.db, id))?.status;
  const send = (text: string, clientMessageId = newId()) =>
    house.platform.db.transaction((tx) =>
      house.support.append(tx, [
        {
          conversationId: id,
          sender: { kind: 'customer', id: customerId },
          content: { type: 'text', text },
          clientMessageId,
        },
      ]),
    );
  return {
    id,
    customerId,
    contents,
    said,
    status,
    send,
    /** Waits for the greeting. */
    greeted: () => eventually(async () => expect((await said()).length).toBeGreaterThan(0)),
    /** Says something and waits for the answer. */
    async says(text: string): Promise<Statement> {
      const before = (await said()).length;
      await send(text);
      return eventually(async () => {
        const statement = (await said())[before];
        if (statement === undefined) throw new Error('no answer yet');
        return statement;
      });
    },
    card: () =>
      eventually(async () => {
        const found = (await contents()).findLast((content) => content.type === 'card');
        if (found === undefined) throw new Error('no card yet');
        return found.card;
      }),
  };
}

/** Puts a payment that failed for want of balance. */
export function putUnpaid(
  house: TestHouse,
  customerId: string,
  more: Parameters<typeof failedPayment>[1] = {},
) {
  const payment = failedPayment([{ code: 'insufficient_balance' }], {
    createdAt: new Date().toISOString(),
    ...more,
  });
  house.payments.put(customerId, payment);
  return payment;
}

/** Events are handled in order, so once this is answered everything before it has been handled. */
export async function settled(house: TestHouse): Promise<void> {
  const probe = await openChat(house);
  await probe.greeted();
}

/** As a guide that ends well says so. */
export async function solve(house: TestHouse, conversationId: string) {
  await house.platform.db.transaction((tx) =>
    house.support.append(tx, [
      {
        conversationId,
        sender: { kind: 'system' },
        content: { type: 'event', event: 'guide_resolved', text: { zh: '问题已解决', en: 'Solved' } },
      },
    ]),
  );
}
