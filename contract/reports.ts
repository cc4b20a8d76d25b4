import * as z from 'zod/mini';
import { guideAreas } from './guides.ts';
import { route } from './route.ts';
import { ratingReasons } from './ratings.ts';
import { agentSchema } from './routing.ts';
import { chatTextSchema, idSchema, timeSchema } from './text.ts';

/** Days that a report may span. */
export const mostReportDays = 92;

/** What became of the conversations that closed. Means are in seconds, absent where there is nothing to take one of. */
export const figuresSchema = z.object({
  closed: z.number(),
  resolved: z.number(),
  /** Resolved without a person. */
  alone: z.number(),
  /** The customer came back within days. */
  reopened: z.number(),
  /** From when the customer began to wait for a person until that person's first words. */
  firstResponse: z.optional(z.number()),
  /** Share of first responses within the target, 0 to 1. */
  inTime: z.optional(z.number()),
  /** From taking to closing. */
  handling: z.optional(z.number()),
  /** From opening to closing. */
  resolution: z.optional(z.number()),
  rated: z.number(),
  /** Mean of one to five stars. */
  score: z.optional(z.number()),
});
export type Figures = z.infer<typeof figuresSchema>;

const named = z.extend(figuresSchema, {
  /** A day, an agent, a guide or an area; empty for those of none. */
  key: z.string(),
  /** An agent's name. */
  name: z.optional(z.string()),
});
export type NamedFigures = z.infer<typeof named>;

/** The first wait that each customer who joined the queue was told, against what happened; seconds. */
const waitAccuracySchema = z.object({
  /** An agent got these; the means are of them, absent where there are none. */
  answered: z.number(),
  /** These left the queue before. */
  left: z.number(),
  /** Mean of how far the promise was off. */
  meanError: z.optional(z.number()),
  /** Mean of promised less waited: above zero, people wait less than they are told. */
  bias: z.optional(z.number()),
  /** Share that had an agent within the minutes they saw, 0 to 1. */
  kept: z.optional(z.number()),
});

export const getReport = route({
  method: 'GET',
  path: '/api/desk/reports',
  caller: 'staff',
  summary: 'How conversations went: in all, by day, agent, guide and area. Days of Shanghai, both included.',
  query: z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
  result: z.object({
    targetSeconds: z.number(),
    total: figuresSchema,
    days: z.array(named),
    agents: z.array(named),
    guides: z.array(named),
    areas: z.array(named),
    /** What ratings were missing, the most frequent first. */
    reasons: z.array(z.object({ reason: z.enum(ratingReasons), count: z.number() })),
    expectedWait: waitAccuracySchema,
  }),
  errors: ['not_allowed', 'malformed_request'],
});

export const getWall = route({
  method: 'GET',
  path: '/api/desk/wall',
  caller: 'staff',
  summary: 'What is going on now: who waits and for how long, by area, and the agents.',
  result: z.object({
    waiting: z.number(),
    /** Since when the one who has waited longest does. */
    longestSince: z.optional(timeSchema),
    areas: z.array(
      z.object({ area: z.enum([...guideAreas, '']), waiting: z.number(), longestSince: timeSchema }),
    ),
    /** Conversations that agents have now. */
    assigned: z.number(),
    /** The wait of whoever asked for a person now; in a surge they are offered what works without one first. */
    expectedWaitSeconds: z.number(),
    surge: z.boolean(),
    agents: z.array(agentSchema),
  }),
  errors: ['not_allowed'],
});

const badRatingSchema = z.object({
  conversationId: idSchema,
  score: z.number(),
  reason: z.optional(z.enum(ratingReasons)),
  comment: z.optional(z.string()),
  /** Who had the conversation; absent where it was the assistant. */
  agentName: z.optional(z.string()),
  /** The last guide of one that no person had. */
  guide: z.optional(z.string()),
  ratedAt: timeSchema,
});
export type BadRating = z.infer<typeof badRatingSchema>;

export const listBadRatings = route({
  method: 'GET',
  path: '/api/desk/ratings/bad',
  caller: 'staff',
  summary: 'Ratings of one or two stars that nobody has looked into, newest first, at most fifty.',
  result: z.object({ ratings: z.array(badRatingSchema) }),
  errors: ['not_allowed'],
});

export const followUpRating = route({
  method: 'POST',
  path: '/api/desk/ratings/:id/follow-up',
  caller: 'staff',
  summary: 'What was found out about a bad rating, and done. Once; conflict when somebody has.',
  params: z.strictObject({ id: idSchema }),
  body: z.strictObject({ text: chatTextSchema }),
  errors: ['not_allowed', 'not_found', 'conflict'],
});

const shareSchema = z.coerce.number().check(z.minimum(0.01), z.maximum(0.99));
const durationSchema = z.coerce.number().check(z.minimum(1), z.maximum(7_200));

export const getStaffing = route({
  method: 'GET',
  path: '/api/desk/staffing',
  caller: 'staff',
  summary:
    'How many agents an hour needs: on the phone by Erlang C, in the chat by simulation with customers who leave. Seconds; shares 0 to 1.',
  query: z.strictObject({
    arrivalsPerHour: z.coerce.number().check(z.minimum(1), z.maximum(3_000)),
    handlingSeconds: durationSchema,
    /** This share is to be answered within so long. */
    serviceLevel: shareSchema,
    withinSeconds: durationSchema,
    /** Conversations that an agent in the chat has at once. */
    places: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(50)),
    /** How long customers wait in the chat before they leave, in the mean. */
    patienceSeconds: durationSchema,
  }),
  result: z.object({
    voice: z.object({
      agents: z.number(),
      /** Share who wait at all. */
      waiting: z.number(),
      serviceLevel: z.number(),
      averageSpeedOfAnswer: z.number(),
      /** Share of their time that agents are busy. */
      occupancy: z.number(),
    }),
    chat: z.object({
      agents: z.number(),
      serviceLevel: z.number(),
      /** Share who leave before an agent has them. */
      abandoned: z.number(),
      medianWait: z.number(),
    }),
  }),
  errors: ['not_allowed'],
});
