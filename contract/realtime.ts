import * as z from 'zod/mini';
import { paymentStatuses } from './payments.ts';
import { problemSchema } from './problem.ts';
import { conversationSchema, deskConversationSchema, messageSchema } from './support.ts';
import { guideRunSchema } from './guides.ts';
import { chatTextSchema, idSchema } from './text.ts';

/** One socket a client: `/api/realtime` for customers, `/api/desk/realtime` for staff. Frames are JSON text. */
export const customerRealtimePath = '/api/realtime';
export const deskRealtimePath = '/api/desk/realtime';

const sequenceSchema = z.int().check(z.minimum(0));

export const clientFrameSchema = z.discriminatedUnion('type', [
  /** Everything after `after` follows, then what happens live, in order and once. */
  z.strictObject({ type: z.literal('subscribe'), conversationId: idSchema, after: sequenceSchema }),
  z.strictObject({ type: z.literal('unsubscribe'), conversationId: idSchema }),
  /** Answered by `acknowledged` once it is persisted; send it again with the same clientMessageId after a cut. */
  z.strictObject({
    type: z.literal('send'),
    conversationId: idSchema,
    clientMessageId: idSchema,
    /** Desk only: `note` stays between agents. */
    kind: z.optional(z.enum(['reply', 'note'])),
    text: chatTextSchema,
  }),
  z.strictObject({ type: z.literal('typing'), conversationId: idSchema }),
  z.strictObject({ type: z.literal('read'), conversationId: idSchema, sequence: sequenceSchema }),
  /** This client has everything up to here, and nobody looks at it yet; where somebody does, `read` says enough. */
  z.strictObject({ type: z.literal('received'), conversationId: idSchema, sequence: sequenceSchema }),
  z.strictObject({ type: z.literal('ping') }),
]);
export type ClientFrame = z.infer<typeof clientFrameSchema>;

export const serverFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('pong') }),
  z.object({ type: z.literal('messages'), conversationId: idSchema, messages: z.array(messageSchema) }),
  z.object({
    type: z.literal('acknowledged'),
    conversationId: idSchema,
    clientMessageId: idSchema,
    sequence: sequenceSchema,
  }),
  z.object({
    type: z.literal('refused'),
    conversationId: z.optional(idSchema),
    clientMessageId: z.optional(idSchema),
    problem: problemSchema,
  }),
  z.object({ type: z.literal('conversation'), conversation: conversationSchema }),
  z.object({
    type: z.literal('typing'),
    conversationId: idSchema,
    sender: z.enum(['customer', 'agent', 'assistant']),
  }),
  /** How far a side has read, and how far its client has it. */
  z.object({
    type: z.literal('read'),
    conversationId: idSchema,
    reader: z.enum(['customer', 'agent']),
    sequence: sequenceSchema,
    delivered: sequenceSchema,
  }),
  /** To the wallet: a payment of this customer changed. */
  z.object({ type: z.literal('payment'), paymentId: idSchema, status: z.enum(paymentStatuses) }),
  /** To the wallet: a merchant has scanned this customer's code, and the payment waits for the payment password. */
  z.object({ type: z.literal('checkout'), checkoutSessionId: idSchema }),
  /** To the wallet: a complaint of this customer changed. */
  z.object({ type: z.literal('complaint'), complaintId: idSchema }),
  /** To the customer and, at the desk, to whoever has the conversation: a guide moved on. */
  z.object({ type: z.literal('guide_run'), conversationId: z.optional(idSchema), run: guideRunSchema }),
  /** To the desk: a conversation in the inbox changed; of one that is followed, messages alone say that more was said. */
  z.object({ type: z.literal('inbox'), conversation: deskConversationSchema }),
]);
export type ServerFrame = z.infer<typeof serverFrameSchema>;
