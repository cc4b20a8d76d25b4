import * as z from 'zod/mini';
import {
  complaintCategories,
  complaintCauses,
  complaintDetailSchema,
  complaintSchema,
  complaintSeverities,
  complaintTaskSchema,
  complaintTeams,
  complaintWishes,
  deskComplaintDetailSchema,
  deskComplaintSchema,
  personSchema,
} from './complaint.ts';
import { amountSchema, currencySchema } from './money.ts';
import { route } from './route.ts';
import { chatTextSchema, idSchema, timeSchema, visibleLine } from './text.ts';

const params = z.object({ id: idSchema });
const texted = z.strictObject({ clientEntryId: idSchema, text: chatTextSchema });

export const openComplaint = route({
  method: 'POST',
  path: '/api/complaints',
  caller: 'customer',
  summary: 'Complain. It gets a number at once, and a time by which it is decided.',
  body: z.strictObject({
    category: z.enum(complaintCategories),
    wish: z.enum(complaintWishes),
    description: chatTextSchema,
    paymentId: z.optional(idSchema),
    conversationId: z.optional(idSchema),
  }),
  result: complaintDetailSchema,
  status: 201,
  idempotent: true,
  errors: ['idempotency_key_required', 'idempotency_key_reused', 'not_found', 'too_many_requests'],
});

export const listComplaints = route({
  method: 'GET',
  path: '/api/complaints',
  caller: 'customer',
  summary: 'My complaints, newest first.',
  result: z.object({ complaints: z.array(complaintSchema) }),
  errors: [],
});

export const getComplaint = route({
  method: 'GET',
  path: '/api/complaints/:id',
  caller: 'customer',
  summary: 'One of my complaints, with everything said and done that is for me.',
  params,
  result: complaintDetailSchema,
  errors: ['not_found'],
});

export const writeToComplaint = route({
  method: 'POST',
  path: '/api/complaints/:id/messages',
  caller: 'customer',
  summary: 'Add to a complaint, or answer a question. The same clientEntryId is kept once.',
  params,
  body: texted,
  result: complaintDetailSchema,
  status: 201,
  errors: ['not_found', 'complaint_closed', 'too_many_requests'],
});

export const decideComplaint = route({
  method: 'POST',
  path: '/api/complaints/:id/decision',
  caller: 'customer',
  summary: 'Accept what we propose, or appeal and say why; a supervisor looks at it then.',
  params,
  body: z.discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('accepted') }),
    z.strictObject({ decision: z.literal('appealed'), reason: chatTextSchema }),
  ]),
  result: complaintDetailSchema,
  errors: ['not_found', 'conflict'],
});

export const withdrawComplaint = route({
  method: 'POST',
  path: '/api/complaints/:id/withdrawal',
  caller: 'customer',
  summary: 'Take a complaint back.',
  params,
  result: complaintDetailSchema,
  errors: ['not_found', 'complaint_closed'],
});

export const answerFollowUp = route({
  method: 'POST',
  path: '/api/complaints/:id/follow-up',
  caller: 'customer',
  summary: 'Three days after closing: whether it is solved. If not, the complaint is taken up again.',
  params,
  body: z.strictObject({ solved: z.boolean(), comment: z.optional(chatTextSchema) }),
  result: complaintDetailSchema,
  errors: ['not_found', 'conflict'],
});

const deskErrors = ['not_found', 'not_allowed', 'conflict'] as const;

export const listDeskComplaints = route({
  method: 'GET',
  path: '/api/desk/complaints',
  caller: 'staff',
  summary:
    'Complaints: mine, those nobody has, or all open, by what is due next; closed ones, newest first, by keyset.',
  query: z.strictObject({
    view: z.enum(['mine', 'unowned', 'open', 'closed']),
    search: z.optional(visibleLine(100)),
    /** The `next` of the page before. */
    after: z.optional(z.string().check(z.maxLength(100))),
  }),
  result: z.object({
    complaints: z.array(deskComplaintSchema),
    next: z.optional(z.string()),
    counts: z.object({
      mine: z.number(),
      unowned: z.number(),
      open: z.number(),
      /** Of mine, or for who oversees complaints of all: a clock warns or has run out. */
      due: z.number(),
    }),
  }),
  errors: ['not_allowed'],
});

export const getDeskComplaint = route({
  method: 'GET',
  path: '/api/desk/complaints/:id',
  caller: 'staff',
  summary: 'One complaint, for who owns it, may take it, or oversees complaints; being read is written down.',
  params,
  result: deskComplaintDetailSchema,
  errors: ['not_found', 'not_allowed'],
});

export const assignComplaint = route({
  method: 'PUT',
  path: '/api/desk/complaints/:id/owner',
  caller: 'staff',
  summary: 'Take a complaint that nobody has; who oversees complaints may give it to anybody.',
  params,
  body: z.strictObject({ staffId: idSchema }),
  result: deskComplaintDetailSchema,
  errors: [...deskErrors, 'complaint_closed'],
});

export const listComplaintHandlers = route({
  method: 'GET',
  path: '/api/desk/complaint-handlers',
  caller: 'staff',
  summary: 'To whom a complaint can be given, and how many open ones each has.',
  result: z.object({ handlers: z.array(z.extend(personSchema, { open: z.number() })) }),
  errors: ['not_allowed'],
});

export const addComplaintEntry = route({
  method: 'POST',
  path: '/api/desk/complaints/:id/entries',
  caller: 'staff',
  summary:
    'Tell the customer, ask them (our clocks stand still until they answer), or leave a note for colleagues.',
  params,
  body: z.extend(texted, { kind: z.enum(['message', 'question', 'note']) }),
  result: deskComplaintDetailSchema,
  status: 201,
  errors: [...deskErrors, 'complaint_closed'],
});

export const setComplaintSeverity = route({
  method: 'PUT',
  path: '/api/desk/complaints/:id/severity',
  caller: 'staff',
  summary: 'How grave it is; its clocks are set anew from when it was opened.',
  params,
  body: z.strictObject({ severity: z.enum(complaintSeverities) }),
  result: deskComplaintDetailSchema,
  errors: [...deskErrors, 'complaint_closed'],
});

export const addComplaintTask = route({
  method: 'POST',
  path: '/api/desk/complaints/:id/tasks',
  caller: 'staff',
  summary: 'Ask another team for something, with a due date.',
  params,
  body: z.strictObject({ team: z.enum(complaintTeams), what: visibleLine(500), dueAt: timeSchema }),
  result: deskComplaintDetailSchema,
  status: 201,
  errors: [...deskErrors, 'complaint_closed'],
});

export const listComplaintTasks = route({
  method: 'GET',
  path: '/api/desk/complaint-tasks',
  caller: 'staff',
  summary:
    'What open complaints need of one’s own teams and nobody has done, the first due first, at most 100.',
  result: z.object({
    tasks: z.array(
      z.extend(complaintTaskSchema, {
        complaint: z.object({
          id: idSchema,
          number: z.string(),
          category: z.enum(complaintCategories),
          severity: z.enum(complaintSeverities),
        }),
      }),
    ),
  }),
  errors: ['not_allowed'],
});

export const completeComplaintTask = route({
  method: 'POST',
  path: '/api/desk/complaint-tasks/:id/completion',
  caller: 'staff',
  summary: 'A task is done, and what came of it, as the team or who has the complaint says; once.',
  params,
  body: z.strictObject({ result: visibleLine(500) }),
  errors: [...deskErrors, 'complaint_closed'],
});

export const requestGoodwill = route({
  method: 'POST',
  path: '/api/desk/complaints/:id/goodwill',
  caller: 'staff',
  summary: 'Ask for money to offer with a proposal; a second person approves it.',
  params,
  body: z.strictObject({ amount: amountSchema, currency: currencySchema, reason: visibleLine(500) }),
  result: deskComplaintDetailSchema,
  status: 201,
  errors: [...deskErrors, 'complaint_closed'],
});

export const proposeToComplaint = route({
  method: 'POST',
  path: '/api/desk/complaints/:id/proposal',
  caller: 'staff',
  summary:
    'Propose how to put it right, with approved money or without. The money is set aside until the customer answers.',
  params,
  body: z.strictObject({ text: chatTextSchema, approvalId: z.optional(idSchema) }),
  result: deskComplaintDetailSchema,
  errors: [...deskErrors, 'approval_required', 'complaint_closed'],
});

export const closeComplaint = route({
  method: 'POST',
  path: '/api/desk/complaints/:id/closing',
  caller: 'staff',
  summary: 'Close it with an explanation to the customer and a cause for the trends.',
  params,
  body: z.strictObject({
    outcome: z.enum(['upheld', 'partly_upheld', 'not_upheld']),
    cause: z.enum(complaintCauses),
    explanation: chatTextSchema,
  }),
  result: deskComplaintDetailSchema,
  errors: [...deskErrors, 'complaint_closed'],
});

export const getComplaintTrends = route({
  method: 'GET',
  path: '/api/desk/complaint-trends',
  caller: 'staff',
  summary:
    'Complaints of the last days by cause and category, how long they took, how many clocks were missed.',
  query: z.strictObject({ days: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(366))) }),
  result: z.object({
    opened: z.number(),
    closed: z.number(),
    /** Of closed ones, in business hours; absent while there are none. */
    medianHours: z.optional(z.number()),
    /** Share of clocks met in time, 0 to 1; absent while none has ended. */
    metInTime: z.optional(z.number()),
    appealed: z.number(),
    reopened: z.number(),
    byCategory: z.array(
      z.object({ category: z.enum(complaintCategories), count: z.number(), before: z.number() }),
    ),
    byCause: z.array(z.object({ cause: z.enum(complaintCauses), count: z.number(), before: z.number() })),
  }),
  errors: ['not_allowed'],
});
