import * as z from 'zod/mini';
import { accountActionSchema } from './account-actions.ts';
import { fileMediaTypes } from './files.ts';
import { customerSchema } from './identity.ts';
import { cardSchema, guideAreas } from './guides.ts';
import { paymentDetailSchema, paymentSchema } from './payments.ts';
import { route } from './route.ts';
import { verificationSchema } from './verifications.ts';
import { chatTextSchema, idSchema, languageSchema, localizedTextSchema, timeSchema } from './text.ts';

/** Where the customer was when they asked for help. */
export const screenContextSchema = z.strictObject({
  screen: z.string().check(z.regex(/^[a-z_]{1,40}$/)),
  paymentId: z.optional(idSchema),
  paymentMethodId: z.optional(idSchema),
});
export type ScreenContext = z.infer<typeof screenContextSchema>;

/** `assistant`: nobody waits; `queued`: waits for a person; `assigned`: a person has it; `closed`. */
export const conversationStatuses = ['assistant', 'queued', 'assigned', 'closed'] as const;

export const messageContentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  /** What the assistant or the system says, in both languages. */
  z.object({
    type: z.literal('statement'),
    text: localizedTextSchema,
    /** What a statement rests on. */
    citations: z.optional(z.array(z.object({ kind: z.enum(['payment', 'article']), id: z.string() }))),
    suggestions: z.optional(z.array(z.object({ id: z.string(), label: localizedTextSchema }))),
  }),
  z.object({ type: z.literal('card'), card: cardSchema }),
  z.object({
    type: z.literal('event'),
    event: z.enum([
      'opened',
      'context',
      'queued',
      'left_queue',
      'assigned',
      'transferred',
      'returned',
      'guide_sent',
      'guide_resolved',
      'guide_handed_off',
      'closed',
      'reopened',
      'merged',
      'rated',
      'complaint_opened',
      'verified',
      'account_action',
      'callback',
      'diagnostics',
      'incident_over',
    ]),
    text: localizedTextSchema,
    /** The same for staff, where `text` addresses the customer. */
    deskText: z.optional(localizedTextSchema),
    /** Of `merged`: the other conversation. */
    conversationId: z.optional(idSchema),
    /** What it leads to. */
    paymentId: z.optional(idSchema),
  }),
  /** Support asks the customer to prove who they are, as of when it was asked; what became of it the conversation's requests tell. */
  z.object({ type: z.literal('verification'), verification: verificationSchema }),
  /** Support asks the customer to accept an action on their account. */
  z.object({ type: z.literal('consent'), action: accountActionSchema }),
  /** A picture or a PDF; it is downloaded by the message's id. */
  z.object({
    type: z.literal('attachment'),
    name: z.string(),
    mediaType: z.enum(fileMediaTypes),
    size: z.number(),
  }),
  /** Between agents only; never sent to the customer. */
  z.object({ type: z.literal('note'), text: z.string() }),
]);
export type MessageContent = z.infer<typeof messageContentSchema>;

export const messageSchema = z.object({
  id: idSchema,
  conversationId: idSchema,
  /** 1, 2, 3 … without a gap as this reader sees it is not promised (notes are left out for customers); order is. */
  sequence: z.number(),
  sender: z.object({
    kind: z.enum(['customer', 'assistant', 'agent', 'system']),
    name: z.optional(z.string()),
  }),
  content: messageContentSchema,
  clientMessageId: z.optional(idSchema),
  sentAt: timeSchema,
});
export type Message = z.infer<typeof messageSchema>;

export const conversationSchema = z.object({
  id: idSchema,
  status: z.enum(conversationStatuses),
  language: languageSchema,
  agentName: z.optional(z.string()),
  /** While queued: how many are before, and the expected wait. */
  queue: z.optional(
    z.object({
      position: z.number(),
      expectedWaitSeconds: z.number(),
      /** Outside business hours with nobody online: when people are there again. */
      opensAt: z.optional(timeSchema),
    }),
  ),
  lastSequence: z.number(),
  /** Present once closed: whether the customer may still rate, or what they gave. */
  rating: z.optional(z.object({ score: z.number(), comment: z.optional(z.string()) })),
  openedAt: timeSchema,
  closedAt: z.optional(timeSchema),
  /** The later conversation in which a closed one goes on. */
  mergedInto: z.optional(idSchema),
});
export type Conversation = z.infer<typeof conversationSchema>;

/**
 * Whether the customer waits for an answer after this message; undefined when it changes nothing. Who waits for a person
 * is not answered by the assistant.
 * @param status of the conversation
 */
export function awaitsReplyAfter(
  { sender, content }: { sender: Pick<Message['sender'], 'kind'>; content: MessageContent },
  status: Conversation['status'],
): boolean | undefined {
  if (sender.kind === 'customer') return true;
  if (sender.kind === 'agent') return content.type === 'note' ? undefined : false;
  return sender.kind === 'assistant' && status === 'assistant' ? false : undefined;
}

const conversationParams = z.object({ id: idSchema });
const sendBody = z.strictObject({ clientMessageId: idSchema, text: chatTextSchema });

export const openConversation = route({
  method: 'POST',
  path: '/api/conversations',
  caller: 'customer',
  summary:
    'Contact support from a screen: continues the open conversation or starts one, linked to the last if that closed lately, and adds the screen’s context.',
  body: z.strictObject({ context: screenContextSchema, language: languageSchema }),
  result: conversationSchema,
  status: 201,
  errors: ['too_many_requests'],
});

export const listConversations = route({
  method: 'GET',
  path: '/api/conversations',
  caller: 'customer',
  summary: 'My conversations, newest first.',
  result: z.object({
    conversations: z.array(z.extend(conversationSchema, { preview: z.optional(messageSchema) })),
  }),
  errors: [],
});

export const getMessages = route({
  method: 'GET',
  path: '/api/conversations/:id/messages',
  caller: 'customer',
  summary: 'Messages after a sequence number, oldest first.',
  params: conversationParams,
  query: z.strictObject({ after: z.optional(z.coerce.number().check(z.int(), z.minimum(0))) }),
  result: z.object({ conversation: conversationSchema, messages: z.array(messageSchema) }),
  errors: ['not_found'],
});

export const listRequests = route({
  method: 'GET',
  path: '/api/conversations/:id/requests',
  caller: 'customer',
  summary: 'What support has asked of me in a conversation, and what became of it.',
  params: conversationParams,
  result: z.object({ verifications: z.array(verificationSchema), actions: z.array(accountActionSchema) }),
  errors: ['not_found'],
});

export const sendMessage = route({
  method: 'POST',
  path: '/api/conversations/:id/messages',
  caller: 'customer',
  summary:
    'Send a message where there is no socket. The same clientMessageId is kept once. After conversation_closed, open one and send it there.',
  params: conversationParams,
  body: sendBody,
  result: messageSchema,
  status: 201,
  errors: ['not_found', 'conversation_closed', 'too_many_requests'],
});

export const requestPerson = route({
  method: 'POST',
  path: '/api/conversations/:id/handoff',
  caller: 'customer',
  summary: 'Ask for a person: joins the queue.',
  params: conversationParams,
  result: conversationSchema,
  errors: ['not_found', 'conversation_closed'],
});

export const leaveQueue = route({
  method: 'DELETE',
  path: '/api/conversations/:id/handoff',
  caller: 'customer',
  summary: 'Leave the queue and go on with the assistant.',
  params: conversationParams,
  result: conversationSchema,
  errors: ['not_found', 'conflict'],
});

/** The same conversation as the desk sees it. */
export const deskConversationSchema = z.extend(conversationSchema, {
  customer: z.object({ id: idSchema, name: z.string(), maskedContact: z.string() }),
  topic: z.optional(localizedTextSchema),
  priority: z.enum(['normal', 'urgent']),
  /** What whoever serves it must know, on the first or the second line; anybody when absent. */
  skill: z.optional(z.enum(guideAreas)),
  level: z.literal([1, 2]),
  agentId: z.optional(idSchema),
  waitingSince: z.optional(timeSchema),
  lastMessage: z.optional(messageSchema),
  /** The customer wrote last and nobody has answered, or an agent has got it and has not. */
  awaitsReply: z.boolean(),
  snoozedUntil: z.optional(timeSchema),
});
export type DeskConversation = z.infer<typeof deskConversationSchema>;

export const deskDetailSchema = z.object({
  conversation: deskConversationSchema,
  messages: z.array(messageSchema),
  context: z.array(z.object({ context: screenContextSchema, at: timeSchema })),
  customer: z.extend(customerSchema, {
    balances: z.array(z.object({ currency: z.string(), available: z.string(), held: z.string() })),
    methods: z.array(z.object({ type: z.string(), bank: localizedTextSchema, last4: z.string() })),
    conversationsInLast30Days: z.number(),
    lastSignIn: z.optional(timeSchema),
  }),
  recentPayments: z.array(paymentSchema),
  /** What the conversation is about, with its trace. */
  subjectPayment: z.optional(paymentDetailSchema),
});
export type DeskDetail = z.infer<typeof deskDetailSchema>;

/** Rank, time in milliseconds and id of the last of a page. */
export const deskCursorPattern = /^(-?\d)\.(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export const listDeskConversations = route({
  method: 'GET',
  path: '/api/desk/conversations',
  caller: 'staff',
  summary: 'The inbox: mine, unassigned (the queue, in the order it will be served), or all open; or closed.',
  query: z.strictObject({
    view: z.enum(['mine', 'unassigned', 'all', 'closed']),
    search: z.optional(z.string().check(z.maxLength(100))),
    /** `next` of the page before. */
    after: z.optional(z.string().check(z.regex(deskCursorPattern))),
  }),
  result: z.object({
    conversations: z.array(deskConversationSchema),
    counts: z.object({ mine: z.number(), unassigned: z.number(), all: z.number() }),
    /** Where the next page begins; absent on the last. One’s own conversations are one page. */
    next: z.optional(z.string()),
  }),
  errors: [],
});

export const takeConversation = route({
  method: 'POST',
  path: '/api/desk/conversations/:id/assignment',
  caller: 'staff',
  summary: 'Take a waiting conversation. Two agents never get the same one.',
  params: conversationParams,
  result: deskDetailSchema,
  /** `conflict`: the customer has left the queue. */
  errors: ['not_found', 'already_taken', 'at_capacity', 'conversation_closed', 'conflict'],
});

export const getDeskConversation = route({
  method: 'GET',
  path: '/api/desk/conversations/:id',
  caller: 'staff',
  summary:
    'Everything the agent who has the conversation needs, masked. Others with a supervisor’s role may read.',
  params: conversationParams,
  result: deskDetailSchema,
  errors: ['not_found', 'not_allowed'],
});

export const getDeskPayment = route({
  method: 'GET',
  path: '/api/desk/conversations/:id/payments/:paymentId',
  caller: 'staff',
  summary: 'One payment of the customer of a conversation, with its trace.',
  params: z.object({ id: idSchema, paymentId: idSchema }),
  result: paymentDetailSchema,
  errors: ['not_found', 'not_allowed'],
});

export const sendDeskMessage = route({
  method: 'POST',
  path: '/api/desk/conversations/:id/messages',
  caller: 'staff',
  summary: 'Answer the customer, or leave a note for colleagues.',
  params: conversationParams,
  body: z.strictObject({ clientMessageId: idSchema, kind: z.enum(['reply', 'note']), text: chatTextSchema }),
  result: messageSchema,
  status: 201,
  errors: ['not_found', 'not_allowed', 'conversation_closed'],
});

export const closeConversation = route({
  method: 'POST',
  path: '/api/desk/conversations/:id/closing',
  caller: 'staff',
  summary: 'Close the conversation; the customer is asked to rate.',
  params: conversationParams,
  body: z.strictObject({ resolution: z.enum(['resolved', 'unresolved']), note: z.optional(chatTextSchema) }),
  result: deskConversationSchema,
  errors: ['not_found', 'not_allowed', 'conversation_closed'],
});
