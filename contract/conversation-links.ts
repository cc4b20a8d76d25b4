import * as z from 'zod/mini';
import { complaintStatuses } from './complaint.ts';
import { route } from './route.ts';
import { conversationStatuses } from './support.ts';
import { idSchema, timeSchema, visibleLine } from './text.ts';

/** Why two belong together. `same_person`: one person with two accounts. */
export const linkReasons = ['same_incident', 'same_person', 'follow_up', 'related'] as const;
export type LinkReason = (typeof linkReasons)[number];

/** More than this belong to one incident, which has a place of its own. */
export const mostLinks = 50;

/** Masked; the customer is left out for who may not read it. */
const linked = { id: idSchema, openedAt: timeSchema, customerName: z.optional(z.string()) };

export const linkSchema = z.object({
  id: idSchema,
  reason: z.enum(linkReasons),
  by: z.string(),
  at: timeSchema,
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('conversation'), status: z.enum(conversationStatuses), ...linked }),
    z.object({
      kind: z.literal('complaint'),
      number: z.string(),
      status: z.enum(complaintStatuses),
      ...linked,
    }),
  ]),
});
export type Link = z.infer<typeof linkSchema>;

const params = z.object({ id: idSchema });
const links = z.object({ links: z.array(linkSchema) });

export const listLinks = route({
  method: 'GET',
  path: '/api/desk/conversations/:id/links',
  caller: 'staff',
  summary:
    'What a conversation is linked with, the newest first; whose it is only where I may read that too.',
  params,
  result: links,
  errors: ['not_found', 'not_allowed'],
});

export const listComplaintLinks = route({
  method: 'GET',
  path: '/api/desk/complaints/:id/links',
  caller: 'staff',
  summary: 'Conversations a complaint is linked with, the newest first.',
  params,
  result: links,
  errors: ['not_found', 'not_allowed'],
});

export const linkConversation = route({
  method: 'POST',
  path: '/api/desk/conversations/:id/links',
  caller: 'staff',
  summary:
    'Link a conversation I may read with another, of any customer, or with a complaint. A pair is linked once; again, with the new reason.',
  params,
  body: z.strictObject({
    reason: z.enum(linkReasons),
    to: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('conversation'), id: idSchema }),
      z.strictObject({ kind: z.literal('complaint'), number: visibleLine(30) }),
    ]),
  }),
  result: links,
  errors: ['not_found', 'not_allowed', 'link_target_not_found', 'link_to_itself', 'too_many_links'],
});

export const unlinkConversation = route({
  method: 'DELETE',
  path: '/api/desk/conversations/:id/links/:linkId',
  caller: 'staff',
  summary: 'Take a link away, from either conversation.',
  params: z.object({ id: idSchema, linkId: idSchema }),
  errors: ['not_found', 'not_allowed'],
});

export const mergeConversation = route({
  method: 'PUT',
  path: '/api/desk/conversations/:id/merged/:mergedId',
  caller: 'staff',
  summary:
    'Let an earlier conversation of the customer go on in the one I have, which lets me read it. It counts no more as solved and is not rated. Again, without effect.',
  params: z.object({ id: idSchema, mergedId: idSchema }),
  errors: [
    'not_found',
    'not_allowed',
    'conversation_closed',
    'link_target_not_found',
    'link_to_itself',
    'merge_other_customer',
    'already_merged',
  ],
});
