import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '../../contract/support.ts';
import { createSubscription, replayPage } from './subscription.ts';

const message = (sequence: number, note = false): Message => ({
  id: `${sequence}`,
  conversationId: 'c',
  sequence,
  sender: { kind: 'agent' },
  content: { type: note ? 'note' : 'text', text: `${sequence}` },
  sentAt: '2026-11-23T00:00:00Z',
});
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** What happens around a subscription, in any order: something is committed, the bus tells of it late, twice or never. */
const step = fc.oneof(
  fc.record({
    kind: fc.constant('commit' as const),
    count: fc.integer({ min: 1, max: 5 }),
    note: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('tell' as const), from: fc.nat(60), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('turn' as const) }),
);

test('whatever the bus does, everything is delivered in order and once, and notes only to the desk', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 80 }),
      fc.nat(20),
      fc.boolean(),
      async (steps, after, notes) => {
        const committed: Message[] = Array.from({ length: after }, (_, index) => message(index + 1));
        const delivered: Message[] = [];
        const subscription = createSubscription({
          after,
          notes,
          async read(position) {
            await turn();
            return committed.slice(position, position + replayPage);
          },
          deliver: (messages) => void delivered.push(...messages),
          taken: async () => void (await turn()),
          fail: (error) => {
            throw error;
          },
        });
        subscription.catchUp();
        for (const action of steps)
          if (action.kind === 'commit')
            for (let count = 0; count < action.count; count++)
              committed.push(message(committed.length + 1, action.note));
          else if (action.kind === 'tell')
            subscription.receive(committed.slice(action.from, action.from + action.count));
          else await turn();
        subscription.catchUp();
        for (let round = 0; subscription.position() < committed.length; round++) {
          expect(round).toBeLessThan(1000);
          await turn();
        }
        expect(delivered).toEqual(
          committed.slice(after).filter(({ content }) => notes || content.type !== 'note'),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('a long conversation is read page by page, and not on while the client has not taken the last', async () => {
  const committed = Array.from({ length: replayPage * 3 }, (_, index) => message(index + 1));
  const sizes: number[] = [];
  let takeIt: () => void = () => {};
  const subscription = createSubscription({
    after: 0,
    notes: true,
    read: async (position) => committed.slice(position, position + replayPage),
    deliver: (messages) => void sizes.push(messages.length),
    taken: () =>
      new Promise((resolve) => {
        takeIt = resolve;
      }),
    fail: () => {},
  });
  subscription.catchUp();
  for (let pages = 1; pages <= 3; pages++) {
    for (let index = 0; index < 5; index++) await turn();
    expect(sizes).toEqual(Array(pages).fill(replayPage));
    takeIt();
  }
});

test('a failure is told once, and nothing is delivered after the end', async () => {
  const failures: unknown[] = [];
  let reads = 0;
  const subscription = createSubscription({
    after: 0,
    notes: true,
    async read() {
      if (reads++ === 0) throw new Error('the database is away');
      return [message(1)];
    },
    deliver() {
      throw new Error('delivered after the end');
    },
    taken: async () => undefined,
    fail: (error) => failures.push(error),
  });
  subscription.catchUp();
  await turn();
  subscription.catchUp();
  subscription.end();
  await turn();
  subscription.receive([message(1)]);
  expect(failures).toHaveLength(1);
  expect(reads).toBe(2);
});
