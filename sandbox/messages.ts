import { z } from 'zod';
import { answerOnce } from './answers.ts';
import { reference, text } from './fields.ts';
import type { Store } from './store.ts';

export type MessageKind = 'sms' | 'mail';

/** A message that a phone or a mailbox received. */
export interface Message {
  kind: MessageKind;
  reference: string;
  to: string;
  /** Mail only. */
  subject?: string;
  text: string;
  sentAt: string;
}

const bodies = {
  sms: z.object({
    reference,
    to: z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be an E.164 number'),
    text: text(1600),
  }),
  mail: z.object({ reference, to: z.email(), subject: text(500), text: text(50_000) }),
};

const LISTED = 100;

/** The mobile operator's and the mail server's side. */
export function createMessages(store: Store) {
  return {
    send(kind: MessageKind, body: unknown) {
      const request = bodies[kind].parse(body);
      const key = `${kind}:${request.reference}`;
      return answerOnce(store, key, request, () => {
        const message: Message = { kind, ...request, sentAt: new Date().toISOString() };
        const { reference, sentAt } = message;
        return {
          status: 202,
          body: { reference, status: 'sent', sentAt },
          puts: [{ table: 'messages', key, value: message }],
        };
      });
    },

    /** Newest first, at most a hundred; all recipients when `to` is absent. */
    list(kind: MessageKind, to?: string): Omit<Message, 'kind'>[] {
      // A '+' that was not escaped in the query arrives as a space.
      const recipient = to?.replace(/^ /, '+');
      const found: Omit<Message, 'kind'>[] = [];
      for (const { kind: other, ...message } of store.all('messages'))
        if (other === kind && (!recipient || message.to === recipient)) found.push(message);
      return found.slice(-LISTED).reverse();
    },
  };
}

export type Messages = ReturnType<typeof createMessages>;
