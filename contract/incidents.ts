import * as z from 'zod/mini';
import { route } from './route.ts';
import { idSchema, localizedTextSchema, timeSchema } from './text.ts';

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
