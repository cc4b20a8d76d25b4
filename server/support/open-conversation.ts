import type { ScreenContext } from '../../contract/support.ts';
import type { Language } from '../../contract/text.ts';
import type { Identity } from '../identity/identity.ts';
import type { Transaction } from '../platform/database/database.ts';
import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { append } from './append.ts';
import { publishState } from './publish.ts';
import {
  type ConversationRow,
  insertConversation,
  insertScreen,
  lastScreen,
  lockOpenConversation,
  setLanguage,
} from './queries.ts';
import { cameFrom, event, words } from './words.ts';

/** A conversation opened this long after the last one closed takes that one up again, and is linked to it. */
const linkedDays = 7;

/**
 * The customer's one open conversation, or a new one, with the screen they come from added. Coming again from the same
 * screen without having written in between changes nothing.
 * @returns the conversation's id
 */
export async function openConversation(
  platform: Platform,
  identity: Identity,
  request: { customerId: string; context: ScreenContext; language: Language },
): Promise<string> {
  const { customerId, context, language } = request;
  const profile = (await identity.customers(platform.db, [customerId])).get(customerId);
  if (profile === undefined) throw new ProblemError('not_found');

  return platform.db.transaction(async (tx) => {
    const at = platform.clock.now();
    const { conversation, created } = await findOrInsert(tx, {
      id: newId(),
      customerId,
      language,
      customerName: profile.maskedName,
      phoneEnd: profile.phone?.slice(-4) ?? '',
      at,
      linkedAfter: new Date(at.getTime() - linkedDays * 86_400_000),
    });
    const last = created === undefined ? await lastScreen(tx, conversation.id) : undefined;
    if (last !== undefined && !last.written_since && isSameScreen(last.context, context))
      return conversation.id;

    const opening = created?.reopened ? 'reopened' : 'opened';
    const messages = await append(
      platform,
      tx,
      [
        ...(created === undefined ? [] : [event(opening, words[opening])]),
        event('context', cameFrom(context.screen)),
      ].map((content) => ({ conversationId: conversation.id, sender: { kind: 'system' }, content })),
    );
    await insertScreen(tx, {
      conversationId: conversation.id,
      sequence: messages.at(-1)?.sequence ?? 0,
      context,
      at,
    });
    if (conversation.language !== language) await setLanguage(tx, conversation.id, language);
    platform.events.append(tx, [
      {
        topic: 'conversation.opened',
        subjectId: conversation.id,
        payload: {
          customerId,
          context,
          language,
          status: conversation.status,
          created: created !== undefined,
        },
      },
    ]);
    publishState(platform.bus, tx, conversation);
    return conversation.id;
  });
}

/** Two who open at once get the same one; one that closes in between is left behind for a new one. */
async function findOrInsert(
  tx: Transaction,
  fresh: Parameters<typeof insertConversation>[1],
): Promise<{ conversation: ConversationRow; created: { reopened: boolean } | undefined }> {
  for (let tries = 0; tries < 5; tries++) {
    const created = await insertConversation(tx, fresh);
    const conversation = await lockOpenConversation(tx, fresh.customerId);
    if (conversation !== undefined) return { conversation, created };
  }
  throw new ProblemError('service_unavailable');
}

function isSameScreen(a: ScreenContext, b: ScreenContext): boolean {
  return a.screen === b.screen && a.paymentId === b.paymentId && a.paymentMethodId === b.paymentMethodId;
}
