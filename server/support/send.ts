import type { Message } from '../../contract/support.ts';
import { sqlState, uniqueViolation } from '../platform/database/database.ts';
import { createGroupCommit, type Settled } from '../platform/group-commit.ts';
import type { Platform } from '../platform/platform.ts';
import { createLocalLimiter } from '../platform/rate-limits.ts';
import { refuseAgent, refuseCustomer } from './access.ts';
import { type AppendEntry, appendSettled, NotTogetherError } from './append.ts';
import { appendLive } from './append-live.ts';
import { auditRefusals } from './audit.ts';
import type { LiveSupport } from './support.ts';

/** More than anybody types, and enough for what has gathered while a phone was offline. */
const customerMessagesPerMinute = 120;

/**
 * Messages seldom come a second time, and the database takes none twice. Looking for each before it is kept costs a seventh of
 * keeping it; so that is done only for a while after one did come again, or a node was started, for then clients send again
 * what was under way.
 */
const carefulMilliseconds = 10_000;

/** While one half of the conversations is in the database, the other half is told of what has just been committed. */
const lanes = 2;

/** Too short to be felt, and at the usual load it halves what the database and its driver do for each message. */
const restMilliseconds = 8;

/**
 * Single messages from people, coalesced: one batch at a time in each lane, which a conversation never leaves. What a customer
 * and their agent say is one statement, the rest of a batch one transaction; neither waits for a conversation while it holds
 * another, and what cannot be decided so is done by itself afterwards.
 */
export function createSend(platform: Platform): Pick<LiveSupport, 'sendAsCustomer' | 'sendAsStaff'> {
  const times = customerMessagesPerMinute * platform.config.rateLimitFactor;
  const limiter = createLocalLimiter(platform.clock, { send: { times, seconds: 60 } });
  let carefulUntil = 0;
  const beCareful = (): void => {
    carefulUntil = platform.clock.now().getTime() + carefulMilliseconds;
  };
  beCareful();
  const appendTogether = (entries: readonly AppendEntry[]) =>
    platform.db.transaction((tx) => appendSettled(platform, tx, entries, { waits: false }));
  const together = Array.from({ length: lanes }, () =>
    createGroupCommit<AppendEntry, Message>({
      async run(entries, again) {
        if (again) beCareful();
        if (platform.clock.now().getTime() < carefulUntil) return appendTogether(entries);
        const live = await appendLive(platform, entries);
        const others = entries.filter((_, index) => live[index] === undefined);
        const results = others.length > 0 ? await appendTogether(others) : [];
        return live.map((message) =>
          message === undefined ? (results.shift() as Settled<Message>) : { value: message },
        );
      },
      concurrency: 1,
      restMilliseconds,
      maximumItems: 1_000,
    }),
  );
  /** By the end of its id, which is random. */
  const laneOf = (conversationId: string) => Number.parseInt(conversationId.slice(-1), 16) % lanes;

  /** What was not for its lane is done by itself. */
  async function sendAlone(entry: AppendEntry, error: unknown): Promise<Message> {
    if (sqlState(error) === uniqueViolation) beCareful();
    else if (!(error instanceof NotTogetherError)) throw error;
    const [result] = await platform.db.transaction((tx) => appendSettled(platform, tx, [entry]));
    if (result === undefined || 'error' in result) throw result?.error;
    return result.value;
  }

  function send(entry: AppendEntry): Promise<Message> {
    const lane = together[laneOf(entry.message.conversationId)] as (typeof together)[number];
    return lane(entry).catch((error: unknown) => sendAlone(entry, error));
  }

  return {
    async sendAsCustomer({ customerId }, conversationId, { clientMessageId, text }) {
      limiter.take('send', customerId);
      return send({
        message: {
          conversationId: conversationId.toLowerCase(),
          sender: { kind: 'customer', id: customerId },
          content: { type: 'text', text },
          clientMessageId,
        },
        refuse: (conversation) => refuseCustomer(customerId, conversation),
        needsOpen: true,
      });
    },
    async sendAsStaff(staff, conversationId, { clientMessageId, kind, text }) {
      return auditRefusals(platform, staff, { conversationId, attempted: kind }, () =>
        send({
          message: {
            conversationId: conversationId.toLowerCase(),
            sender: { kind: 'agent', id: staff.staffId, name: staff.name },
            content: { type: kind === 'note' ? 'note' : 'text', text },
            clientMessageId,
          },
          refuse: (conversation) => refuseAgent(staff, conversation),
          needsOpen: true,
        }),
      );
    },
  };
}
