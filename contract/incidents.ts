import * as z from 'zod/mini';
import { route } from './route.ts';
import { idSchema, isStorable, localizedTextSchema, timeSchema } from './text.ts';

/** A time in which a way in or out of the wallet does not work. */
export const incidentSchema = z.object({
  id: idSchema,
  methodType: z.enum(['card', 'bank_account']),
  /** What does not work: paying and topping up from it, paying out to it, giving back to it. */
  operation: z.enum(['charge', 'payout', 'refund']),
  /** Another way is used meanwhile, which takes longer: nothing is refused for this. */
  slower: z.boolean(),
  startedAt: timeSchema,
  endedAt: z.optional(timeSchema),
});
export type Incident = z.infer<typeof incidentSchema>;

export const deskIncidentSchema = z.extend(incidentSchema, {
  rail: z.object({ id: z.string(), name: localizedTextSchema }),
  /** Why there was no answer, as the network gave it. */
  reason: z.string(),
});
export type DeskIncident = z.infer<typeof deskIncidentSchema>;

export const listIncidents = route({
  method: 'GET',
  path: '/api/incidents',
  caller: 'customer',
  summary: 'Ways of paying that do not work now, so that nobody tries in vain.',
  result: z.object({ incidents: z.array(incidentSchema) }),
  errors: [],
});

export const listDeskIncidents = route({
  method: 'GET',
  path: '/api/desk/incidents',
  caller: 'staff',
  summary: 'Incidents of the networks: those of now, and those of the last seven days, newest first.',
  result: z.object({ current: z.array(deskIncidentSchema), past: z.array(deskIncidentSchema) }),
  errors: [],
});

/** Something that clearly more customers than usual report. */
export const reportedIncidentSchema = z.object({
  id: idSchema,
  /** What is reported, as part of a sentence. */
  title: localizedTextSchema,
  /** What customers are told. */
  text: localizedTextSchema,
  startedAt: timeSchema,
  endedAt: z.optional(timeSchema),
});
export type ReportedIncident = z.infer<typeof reportedIncidentSchema>;

export const deskReportedIncidentSchema = z.extend(reportedIncidentSchema, {
  /** Proposed: customers are not told yet. Dismissed: a supervisor found that it is none. */
  state: z.enum(['proposed', 'announced', 'dismissed']),
  /** Who reported it so far. */
  customers: z.number(),
  /** How many there usually are in a quarter of an hour at this time of day. */
  usual: z.number(),
});
export type DeskReportedIncident = z.infer<typeof deskReportedIncidentSchema>;

export const listReportedIncidents = route({
  method: 'GET',
  path: '/api/reported-incidents',
  caller: 'public',
  summary:
    'What many customers report now and is announced, and what of it is over since less than two hours.',
  result: z.object({ incidents: z.array(reportedIncidentSchema) }),
  errors: [],
});

export const reportIncident = route({
  method: 'POST',
  path: '/api/reported-incidents/:id/reports',
  caller: 'customer',
  summary:
    'Report the same; whoever reported it is told when it is over: in their open conversation, or else by phone and email.',
  params: z.object({ id: idSchema }),
  errors: ['not_found'],
});

export const listDeskReportedIncidents = route({
  method: 'GET',
  path: '/api/desk/reported-incidents',
  caller: 'staff',
  summary:
    'What many customers report: proposed and announced now, and what is over since less than seven days.',
  result: z.object({
    current: z.array(deskReportedIncidentSchema),
    past: z.array(deskReportedIncidentSchema),
  }),
  errors: [],
});

const incidentText = z.string().check(z.trim(), z.minLength(1), z.maxLength(300), z.refine(isStorable));

export const announceIncident = route({
  method: 'PUT',
  path: '/api/desk/reported-incidents/:id/announcement',
  caller: 'staff',
  summary: 'Tell customers of a reported incident, or word anew what they are told.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({ text: z.strictObject({ zh: incidentText, en: incidentText }) }),
  errors: ['not_found', 'not_allowed'],
});

export const endIncident = route({
  method: 'POST',
  path: '/api/desk/reported-incidents/:id/end',
  caller: 'staff',
  summary:
    'A reported incident is over, which whoever reported it is told; or it is none, and is not proposed again while reports of it go on.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({ outcome: z.enum(['over', 'dismissed']) }),
  /** `conflict`: what customers were never told of cannot be over. */
  errors: ['not_found', 'not_allowed', 'conflict'],
});
