import * as z from 'zod/mini';
import { route } from './route.ts';
import { idSchema, isStorable, localizedTextSchema, timeSchema, visibleLine } from './text.ts';
import { verificationPurposes } from './verifications.ts';

/** What a macro's text may name in braces; filled in from the conversation. */
export const macroVariables = ['customer', 'agent', 'payment'] as const;
export type MacroVariable = (typeof macroVariables)[number];

const macroTextSchema = z.string().check(
  z.trim(),
  z.minLength(1),
  z.maxLength(2000),
  z.refine(
    (text) =>
      [...text.matchAll(/\{([^{}]*)\}/g)].every(([, name]) => macroVariables.includes(name as MacroVariable)),
    'unknown_variable',
  ),
);

/** Done along with the text, each by the same route as from its own button: a guide is sent, a proof is asked for. */
export const macroActionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('guide'), guide: z.string().check(z.regex(/^[a-z-]{1,60}$/)) }),
  z.strictObject({ type: z.literal('verification'), purpose: z.enum(verificationPurposes) }),
]);
export type MacroAction = z.infer<typeof macroActionSchema>;

const macroBody = z.strictObject({
  /** What one types after "/". */
  shortcut: z.string().check(z.regex(/^[^\s/]{1,30}$/u)),
  title: z.strictObject({ zh: visibleLine(40), en: visibleLine(40) }),
  text: z.strictObject({ zh: macroTextSchema, en: macroTextSchema }),
  actions: z.array(macroActionSchema).check(z.maxLength(3)),
});

export const macroSchema = z.object({
  id: idSchema,
  shortcut: z.string(),
  title: localizedTextSchema,
  text: localizedTextSchema,
  actions: z.array(macroActionSchema),
  changedBy: z.optional(z.string()),
  changedAt: timeSchema,
});
export type Macro = z.infer<typeof macroSchema>;

const params = z.object({ id: idSchema });

export const listMacros = route({
  method: 'GET',
  path: '/api/desk/macros',
  caller: 'staff',
  summary: 'What agents say and do often, by shortcut.',
  result: z.object({ macros: z.array(macroSchema) }),
  errors: ['not_allowed'],
});

export const saveMacro = route({
  method: 'PUT',
  path: '/api/desk/macros/:id',
  caller: 'staff',
  summary: 'Write a macro, or write it anew.',
  params,
  body: macroBody,
  result: macroSchema,
  /** `conflict`: another has this shortcut. */
  errors: ['not_allowed', 'conflict'],
});

export const deleteMacro = route({
  method: 'DELETE',
  path: '/api/desk/macros/:id',
  caller: 'staff',
  summary: 'Take a macro away.',
  params,
  errors: ['not_found', 'not_allowed'],
});

export const getReplyDrafts = route({
  method: 'GET',
  path: '/api/desk/conversations/:id/drafts',
  caller: 'staff',
  summary: 'What I have begun to write in one of my conversations.',
  params,
  result: z.object({ reply: z.string(), note: z.string() }),
  errors: ['not_found', 'not_allowed', 'conversation_closed'],
});

export const keepReplyDraft = route({
  method: 'PUT',
  path: '/api/desk/conversations/:id/drafts/:kind',
  caller: 'staff',
  summary: 'Keep what I have begun to write; an empty text drops it.',
  params: z.object({ id: idSchema, kind: z.enum(['reply', 'note']) }),
  body: z.strictObject({
    text: z.string().check(z.maxLength(4000), z.refine(isStorable, 'hidden_characters')),
  }),
  errors: ['not_found', 'not_allowed', 'conversation_closed'],
});

export const listHistory = route({
  method: 'GET',
  path: '/api/desk/conversations/:id/history',
  caller: 'staff',
  summary:
    'What this customer turned to us about before, in any conversation or complaint, the newest first.',
  params,
  result: z.object({
    entries: z.array(
      z.object({
        kind: z.enum(['conversation', 'complaint', 'account_action']),
        id: idSchema,
        at: timeSchema,
        title: z.optional(localizedTextSchema),
        /** A status or state of its kind. */
        state: z.string(),
        agentName: z.optional(z.string()),
        score: z.optional(z.number()),
      }),
    ),
  }),
  errors: ['not_found', 'not_allowed'],
});

export const mentionSchema = z.object({
  messageId: idSchema,
  conversationId: idSchema,
  /** Masked. */
  customerName: z.string(),
  by: z.string(),
  text: z.string(),
  at: timeSchema,
  seen: z.boolean(),
});
export type Mention = z.infer<typeof mentionSchema>;

export const listMentions = route({
  method: 'GET',
  path: '/api/desk/mentions',
  caller: 'staff',
  summary: 'Notes of colleagues that name me (@name), the newest first. What they are in, I may read.',
  result: z.object({ mentions: z.array(mentionSchema) }),
  errors: ['not_allowed'],
});

export const seeMentions = route({
  method: 'POST',
  path: '/api/desk/conversations/:id/mentions/seen',
  caller: 'staff',
  summary: 'I have seen that I am named in this conversation.',
  params,
  errors: ['not_allowed'],
});
