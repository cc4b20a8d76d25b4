import * as z from 'zod/mini';
import { guideAreas } from './guides.ts';
import { route } from './route.ts';
import { deskConversationSchema, deskDetailSchema } from './support.ts';
import { chatTextSchema, idSchema, languageSchema, timeSchema } from './text.ts';

/** `online`: conversations are routed to the agent; `away`: none now; `offline`: not at work. Taking one is always open. */
export const presences = ['online', 'away', 'offline'] as const;
export type Presence = (typeof presences)[number];

/** First line, second line. */
const levelSchema = z.literal([1, 2]);
export const agentSkillsSchema = z.partialRecord(z.enum(guideAreas), levelSchema);

const capacitySchema = z.int().check(z.minimum(0), z.maximum(50));

/** An agent as routing sees them. */
export const agentSchema = z.object({
  id: idSchema,
  name: z.string(),
  presence: z.enum(presences),
  /** Places taken by the conversations they have; a conversation about a complaint takes two. */
  load: z.number(),
  capacity: capacitySchema,
  skills: agentSkillsSchema,
  languages: z.array(languageSchema),
});
export type Agent = z.infer<typeof agentSchema>;

export const getPresence = route({
  method: 'GET',
  path: '/api/desk/presence',
  caller: 'staff',
  summary: 'Myself as routing sees me.',
  result: agentSchema,
  errors: ['not_allowed'],
});

export const setPresence = route({
  method: 'PUT',
  path: '/api/desk/presence',
  caller: 'staff',
  summary: 'Go online, away or offline. Conversations one has already stay.',
  body: z.strictObject({ presence: z.enum(presences) }),
  result: agentSchema,
  errors: ['not_allowed'],
});

export const listAgents = route({
  method: 'GET',
  path: '/api/desk/agents',
  caller: 'staff',
  summary: 'Agents with presence, load, capacity, skills and languages.',
  result: z.object({ agents: z.array(agentSchema) }),
  errors: ['not_allowed'],
});

export const updateAgent = route({
  method: 'PUT',
  path: '/api/desk/agents/:id',
  caller: 'staff',
  summary: 'Say how much an agent can serve at once, what, and in which languages. Supervisors only.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({
    capacity: capacitySchema,
    skills: agentSkillsSchema,
    languages: z.array(languageSchema).check(z.minLength(1)),
  }),
  result: agentSchema,
  errors: ['not_found', 'not_allowed'],
});

export const transferConversation = route({
  method: 'POST',
  path: '/api/desk/conversations/:id/transfer',
  caller: 'staff',
  summary:
    'Hand a conversation on, with a note: to a colleague, to a team, or back to the queue. Whoever has it may; supervisors any that is open or waits.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({
    to: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('agent'), agentId: idSchema }),
      z.strictObject({ kind: z.literal('team'), skill: z.enum(guideAreas), level: levelSchema }),
      z.strictObject({ kind: z.literal('queue') }),
    ]),
    note: chatTextSchema,
  }),
  result: deskConversationSchema,
  /** `conflict`: it changed hands meanwhile. */
  errors: ['not_found', 'not_allowed', 'conversation_closed', 'conflict', 'agent_not_available'],
});

export const snoozeConversation = route({
  method: 'PUT',
  path: '/api/desk/conversations/:id/snooze',
  caller: 'staff',
  summary:
    'Put one’s own conversation off until a time within 30 days, or until the customer writes, with a note for colleagues. It takes no place meanwhile.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({ until: timeSchema, note: z.optional(chatTextSchema) }),
  result: deskConversationSchema,
  errors: ['not_found', 'not_allowed', 'conversation_closed', 'at_capacity', 'invalid_request'],
});

export const resumeConversation = route({
  method: 'DELETE',
  path: '/api/desk/conversations/:id/snooze',
  caller: 'staff',
  summary: 'Take up again what one has put off.',
  params: z.object({ id: idSchema }),
  result: deskConversationSchema,
  errors: ['not_found', 'not_allowed', 'conversation_closed', 'at_capacity'],
});

export const takeNext = route({
  method: 'POST',
  path: '/api/desk/queue/next',
  caller: 'staff',
  summary: 'Take the next waiting conversation that one can serve; none when there is none.',
  result: z.object({ detail: z.optional(deskDetailSchema) }),
  errors: ['not_allowed', 'at_capacity'],
});

export const forecastWait = route({
  method: 'GET',
  path: '/api/support/wait',
  caller: 'customer',
  summary:
    'How long I would wait for a person if I asked for one now. In a surge, offer what works without one first; asking stays open.',
  query: z.strictObject({ language: languageSchema }),
  result: z.object({ expectedWaitSeconds: z.number(), surge: z.boolean() }),
  errors: [],
});
