import type { Guides, Knowledge } from '../guides/guides.ts';
import type { Identity } from '../identity/identity.ts';
import type { Payments } from '../payments/payments.ts';
import type { Serve } from '../platform/http/serve.ts';
import type { Platform } from '../platform/platform.ts';
import type { Support } from '../support/support.ts';
import { defineClosing, isSolved, noteSolved } from './closing.ts';
import { greet } from './greet.ts';
import { defineLearning, registerLearning } from './learning/learning.ts';
import { createMind } from './mind.ts';
import { personalDataOf } from './personal-data.ts';
import { isFromCustomer, reply } from './reply.ts';
import { createSpeak } from './phrasing/phrasing.ts';
import type { Understanding } from './understanding/understanding.ts';
import type { Intent } from './understanding/utterances.ts';

export type { Understanding } from './understanding/understanding.ts';

/**
 * Reads what customers write while nobody else attends to them, and answers, starts a guide, asks back or hands off.
 * It works by events alone; it has no callers.
 */
export interface Assistant {
  /** What it makes of a text, for measuring. */
  understand(text: string): Understanding<Intent>;
  routes(serve: Serve): void;
}

/** Ready at once where something was learnt before; the first time it learns for a second. */
export function createAssistant(
  platform: Platform,
  deps: { identity: Identity; payments: Payments; support: Support; guides: Guides; knowledge: Knowledge },
): Assistant {
  const mind = createMind(platform);
  const speak = createSpeak(platform, deps.support);
  defineLearning(platform, mind.key);
  deps.identity.personalData.contribute(personalDataOf(deps.support));
  defineClosing(platform, deps.support);
  platform.events.consume('assistant', ['conversation.opened', 'conversation.message'], async (tx, batch) => {
    const events = batch.filter(
      (event) => event.topic === 'conversation.opened' || isFromCustomer(event) || isSolved(event),
    );
    await deps.guides.lockRuns(
      tx,
      events.map((event) => String(event.payload.customerId)),
    );
    await mind.refresh(tx);
    const now = platform.clock.now();
    for (const event of events)
      if (event.topic === 'conversation.opened') await greet(deps, tx, event, now);
      else if (isSolved(event)) await noteSolved(platform, deps.support, tx, event);
      else await reply(deps, mind.understand, speak, tx, event, now);
  });
  return { understand: mind.understand, routes: (serve) => registerLearning(platform, serve) };
}
