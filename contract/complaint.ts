import * as z from 'zod/mini';
import { moneySchema } from './money.ts';
import { approvalSchema } from './staff.ts';
import { idSchema, timeSchema } from './text.ts';

export const complaintCategories = [
  'payment',
  'refund',
  'account',
  'security',
  'fees',
  'service',
  'other',
] as const;
/** What the customer wants. */
export const complaintWishes = [
  'refund',
  'compensation',
  'correction',
  'explanation',
  'apology',
  'other',
] as const;
export const complaintSeverities = ['normal', 'high', 'critical'] as const;
/** `waiting_customer` and `proposed`: the customer has the next word, and our clocks stand still. */
export const complaintStatuses = [
  'received',
  'investigating',
  'waiting_customer',
  'proposed',
  'accepted',
  'appealed',
  'closed',
] as const;
export const complaintOutcomes = ['upheld', 'partly_upheld', 'not_upheld', 'withdrawn', 'no_reply'] as const;
export const complaintCauses = [
  'system',
  'process',
  'communication',
  'partner',
  'fraud',
  'misunderstanding',
  'unclear',
] as const;
export const complaintTeams = ['payments', 'risk', 'finance', 'engineering', 'merchants', 'support'] as const;
export const complaintClocks = ['acknowledge', 'first_answer', 'resolve'] as const;

export type ComplaintCategory = (typeof complaintCategories)[number];
export type ComplaintSeverity = (typeof complaintSeverities)[number];
export type ComplaintStatus = (typeof complaintStatuses)[number];
export type ComplaintClockKind = (typeof complaintClocks)[number];

/** What happened; with the words of whoever said something. */
export const complaintEntrySchema = z.object({
  sequence: z.number(),
  kind: z.enum([
    'received',
    'taken',
    'message',
    'question',
    'note',
    'proposal',
    'accepted',
    'appealed',
    'reminded',
    'closed',
    'follow_up',
    'solved',
    'reopened',
    'severity',
    'task_added',
    'task_done',
    'task_overdue',
    'goodwill_requested',
    'due_soon',
    'overdue',
  ]),
  actor: z.object({ kind: z.enum(['customer', 'agent', 'system']), name: z.optional(z.string()) }),
  /** For colleagues only; never sent to the customer. */
  internal: z.boolean(),
  text: z.optional(z.string()),
  /** Which clock, severity, team, approval; by kind. */
  about: z.optional(z.string()),
  at: timeSchema,
});
export type ComplaintEntry = z.infer<typeof complaintEntrySchema>;

export const complaintSchema = z.object({
  id: idSchema,
  /** What the customer quotes. */
  number: z.string(),
  category: z.enum(complaintCategories),
  wish: z.enum(complaintWishes),
  description: z.string(),
  status: z.enum(complaintStatuses),
  paymentId: z.optional(idSchema),
  conversationId: z.optional(idSchema),
  ownerName: z.optional(z.string()),
  openedAt: timeSchema,
  /** When it is decided at the latest; absent while the customer has the next word. */
  decisionBy: z.optional(timeSchema),
  /** What we propose, while the customer has not answered. */
  proposal: z.optional(z.object({ text: z.string(), goodwill: z.optional(moneySchema), at: timeSchema })),
  goodwillPaid: z.optional(z.extend(moneySchema, { paymentId: idSchema })),
  closedAt: z.optional(timeSchema),
  outcome: z.optional(z.enum(complaintOutcomes)),
  explanation: z.optional(z.string()),
  followUp: z.optional(z.enum(['asked', 'solved', 'not_solved'])),
});
export type Complaint = z.infer<typeof complaintSchema>;

export const complaintDetailSchema = z.extend(complaintSchema, { entries: z.array(complaintEntrySchema) });
export type ComplaintDetail = z.infer<typeof complaintDetailSchema>;

export const personSchema = z.object({ id: idSchema, name: z.string() });

export const deskComplaintSchema = z.extend(complaintSchema, {
  customer: z.object({ id: idSchema, name: z.string(), maskedContact: z.string() }),
  severity: z.enum(complaintSeverities),
  owner: z.optional(personSchema),
  escalated: z.boolean(),
  appeals: z.number(),
  cause: z.optional(z.enum(complaintCauses)),
  clocks: z.array(
    z.object({
      kind: z.enum(complaintClocks),
      state: z.enum(['running', 'paused', 'met', 'overdue', 'missed']),
      /** Absent while it stands still. */
      dueAt: z.optional(timeSchema),
      /** Business minutes left while it stands still. */
      minutesLeft: z.optional(z.number()),
      metAt: z.optional(timeSchema),
    }),
  ),
});
export type DeskComplaint = z.infer<typeof deskComplaintSchema>;

export const complaintTaskSchema = z.object({
  id: idSchema,
  team: z.enum(complaintTeams),
  what: z.string(),
  dueAt: timeSchema,
  createdBy: z.string(),
  createdAt: timeSchema,
  doneBy: z.optional(z.string()),
  doneAt: z.optional(timeSchema),
  result: z.optional(z.string()),
});

export type ComplaintTask = z.infer<typeof complaintTaskSchema>;

export const deskComplaintDetailSchema = z.extend(deskComplaintSchema, {
  entries: z.array(complaintEntrySchema),
  tasks: z.array(complaintTaskSchema),
  /** Money asked for that a second person has not decided on, or that was approved and not offered yet. */
  goodwillApprovals: z.array(approvalSchema),
});
export type DeskComplaintDetail = z.infer<typeof deskComplaintDetailSchema>;
