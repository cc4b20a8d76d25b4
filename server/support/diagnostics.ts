import { v5 } from 'uuid';
import { type Diagnostics, sendDiagnostics } from '../../contract/diagnostics.ts';
import type { Identity } from '../identity/identity.ts';
import type { Serve } from '../platform/http/serve.ts';
import type { Platform } from '../platform/platform.ts';
import { append } from './append.ts';
import { openConversation } from './open-conversation.ts';
import { createLocalLimiter } from '../platform/rate-limits.ts';
import { event, words } from './words.ts';

const sendsAnHour = 6;

/** As a note for agents: one line a fact, then each crash. */
export function diagnosticsNote({ crashes, ...facts }: Diagnostics): string {
  return [
    '诊断信息 · Diagnostics',
    ...Object.entries(facts).map(([name, value]) => `${name}: ${value}`),
    ...crashes.flatMap(({ at, page, message, frames }) => [
      `crash ${at} ${page}`,
      `  ${message}`,
      ...frames.map((frame) => `    ${frame}`),
    ]),
  ]
    .join('\n')
    .slice(0, 8000);
}

/** Takes what customers agreed to send about their app, into their conversation: a note for agents, and a word that it is there. */
export function diagnosticsRoutes(platform: Platform, identity: Identity, serve: Serve): void {
  const sends = createLocalLimiter(platform.clock, { send: { times: sendsAnHour, seconds: 3600 } });
  serve(sendDiagnostics, async ({ caller: { customerId }, body: { id, language, diagnostics } }) => {
    sends.take('send', customerId);
    const conversationId = await openConversation(platform, identity, {
      customerId,
      language,
      context: { screen: 'diagnostics' },
    });
    await platform.db.transaction(async (tx) => {
      await append(platform, tx, [
        {
          conversationId,
          sender: { kind: 'system', name: 'UPay' },
          content: { type: 'note', text: diagnosticsNote(diagnostics) },
          clientMessageId: id,
        },
        {
          conversationId,
          sender: { kind: 'system' },
          content: event('diagnostics', words.diagnostics),
          clientMessageId: v5('diagnostics sent', id),
        },
      ]);
      platform.events.append(tx, [
        { topic: 'diagnostics.sent', subjectId: conversationId, payload: { customerId } },
      ]);
    });
    return { conversationId };
  });
}
