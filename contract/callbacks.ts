import * as z from 'zod/mini';
import { route } from './route.ts';
import { chatTextSchema, idSchema, languageSchema, timeSchema } from './text.ts';

export const callbackReasons = ['payment', 'funds', 'account', 'complaint', 'other'] as const;
export type CallbackReason = (typeof callbackReasons)[number];

/**
 * `requested`: nobody has it; `scheduled`: an agent will call; `calling`: they call now; `done`: they talked; `missed`: not
 * answered, and given up; `canceled`: by the customer.
 */
export const callbackStatuses = ['requested', 'scheduled', 'calling', 'done', 'missed', 'canceled'] as const;
/** Why nobody talked. */
export const missReasons = ['no_answer', 'busy', 'unreachable'] as const;
export const callbackOutcomes = ['solved', 'follow_up'] as const;

/** A call that a customer has asked for, to the number bound to the account. */
export const callbackSchema = z.object({
  id: idSchema,
  status: z.enum(callbackStatuses),
  reason: z.enum(callbackReasons),
  language: languageSchema,
  /** When the customer is called. */
  from: timeSchema,
  until: timeSchema,
  /** Calls made that were not answered. */
  missedCalls: z.number(),
  requestedAt: timeSchema,
});
export type Callback = z.infer<typeof callbackSchema>;

export const deskCallbackSchema = z.extend(callbackSchema, {
  customer: z.object({ id: idSchema, name: z.string(), maskedContact: z.string() }),
  agent: z.optional(z.object({ id: idSchema, name: z.string() })),
  calls: z.array(
    z.object({
      agentName: z.string(),
      startedAt: timeSchema,
      result: z.optional(z.enum(['reached', ...missReasons])),
    }),
  ),
  outcome: z.optional(z.enum(callbackOutcomes)),
  note: z.optional(z.string()),
  closedAt: z.optional(timeSchema),
});
export type DeskCallback = z.infer<typeof deskCallbackSchema>;

const params = z.object({ id: idSchema });

export const listDeskCallbacks = route({
  method: 'GET',
  path: '/api/desk/callbacks',
  caller: 'staff',
  summary:
    'Calls that customers have asked for: those to be made, by when they are due, or the last ones made.',
  query: z.strictObject({ view: z.enum(['open', 'closed']) }),
  result: z.object({ callbacks: z.array(deskCallbackSchema) }),
  errors: ['not_allowed'],
});

export const claimCallback = route({
  method: 'PUT',
  path: '/api/desk/callbacks/:id/agent',
  caller: 'staff',
  summary: 'Take a callback that nobody has. Two agents never get the same one.',
  params,
  result: deskCallbackSchema,
  errors: ['not_found', 'not_allowed', 'already_taken', 'conflict'],
});

export const releaseCallback = route({
  method: 'DELETE',
  path: '/api/desk/callbacks/:id/agent',
  caller: 'staff',
  summary: 'Give back a callback that one has taken and not called.',
  params,
  result: deskCallbackSchema,
  errors: ['not_found', 'not_allowed', 'conflict'],
});

export const startCallbackCall = route({
  method: 'POST',
  path: '/api/desk/callbacks/:id/calls',
  caller: 'staff',
  summary:
    'Call now, not before the time the customer chose: shows the number, which is written down and counted, and gives one the customer’s conversation unless a colleague has it.',
  params,
  result: z.object({
    callback: deskCallbackSchema,
    phone: z.string(),
    /** The customer’s conversation, where it is one’s own now. */
    conversationId: z.optional(idSchema),
  }),
  errors: ['not_found', 'not_allowed', 'conflict', 'at_capacity', 'too_many_requests'],
});

export const endCallbackCall = route({
  method: 'POST',
  path: '/api/desk/callbacks/:id/result',
  caller: 'staff',
  summary: 'How the call under way went. Not answered: it is tried again later, three times in all.',
  params,
  body: z.discriminatedUnion('result', [
    z.strictObject({ result: z.literal('reached'), outcome: z.enum(callbackOutcomes), note: chatTextSchema }),
    z.strictObject({ result: z.enum(missReasons) }),
  ]),
  result: deskCallbackSchema,
  errors: ['not_found', 'not_allowed', 'conflict'],
});
