import type { GuideArea, GuideRun, GuideSummary, Subject } from '../../contract/guides.ts';
import type { LocalizedText } from '../../contract/text.ts';
import type { Identity } from '../identity/identity.ts';
import type { Payments } from '../payments/payments.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Serve } from '../platform/http/serve.ts';
import type { Platform } from '../platform/platform.ts';
import type { Rails } from '../rails/rails.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Support } from '../support/support.ts';
import { createAdvance, scheduleWalk } from './advance.ts';
import { type AnswerInWords, answerInWords, recordAnswer } from './answer.ts';
import { catalogue } from './catalogue.ts';
import { concernOf } from './definition.ts';
import { hear } from './hear.ts';
import { createReportedIncidents } from './incidents/incidents.ts';
import { summaryOf } from './picture.ts';
import * as queries from './queries.ts';
import { guideRoutes } from './routes.ts';
import { type Run, toGuideRun } from './run.ts';
import { guidesPersonalData } from './personal-data.ts';
import { startRun } from './start.ts';
import { createSurroundings } from './surroundings.ts';
import { suggestReply } from './suggested-reply.ts';
import { endMessage, handOff } from './tell.ts';
import { text } from './wording.ts';
import { readSteps } from './step-queries.ts';

export { createKnowledge, type Knowledge } from './knowledge/knowledge.ts';
export { findAlike } from './payment/charged-twice.ts';
export { type VoiceMenu, voiceMenu } from './voice.ts';
export { dayOf, minuteOfDay, paymentText } from './wording.ts';

export type Door = GuideRun['door'];

export interface StartRequest {
  guide: string;
  customerId: string;
  subject: Subject;
  door: Door;
  /** Where the cards appear; absent at the help centre. */
  conversationId?: string;
  /** The member of staff who sent it. */
  startedBy?: string;
  /** From its beginning, even where a run is under way. */
  afresh?: boolean | undefined;
}

/** Guided procedures: their definitions, and the runs of them. */
export interface Guides {
  /** Every guide there is. */
  readonly catalogue: readonly GuideSummary[];
  /**
   * Starts a run, or takes up the one this customer has under way about the same thing, here. Its first card follows by
   * itself once `tx` has committed. Call it before other writes to the conversation: runs are locked before conversations.
   * @throws not_found for a guide that does not exist
   */
  start(tx: Transaction, request: StartRequest): Promise<GuideRun>;
  /**
   * Records the answer to a card and walks on. The same answer again changes nothing and returns the run as it stands.
   * @throws not_found, conflict when the card is no longer the one to answer, invalid_request for an unknown option
   */
  answer(request: { runId: string; customerId: string; step: number; option: string }): Promise<GuideRun>;
  /**
   * Takes the locks that the calls below need for these customers, in the order in which everyone takes them: call it
   * first in a transaction that attends to several customers.
   */
  lockRuns(tx: Transaction, customerIds: readonly string[]): Promise<void>;
  /**
   * Takes words as the answer to the card that waits in a conversation, if they are exactly one of its options.
   * @returns whether they were, and else the guide of the newest card that waits
   */
  answerInWords(
    tx: Transaction,
    conversation: { id: string; customerId: string },
    words: string,
  ): Promise<AnswerInWords>;
  /** What the newest run under way in a conversation is about, for a person who takes over. */
  concern(
    q: Queryable,
    conversationId: string,
  ): Promise<{ topic: LocalizedText; priority: 'normal' | 'urgent'; skill: GuideArea } | undefined>;
  /**
   * Brings what was handed off where there was no conversation (help centre, voice) into this one and queues it.
   * @returns whether there was anything
   */
  adopt(tx: Transaction, customerId: string, conversationId: string): Promise<boolean>;
  /** What customers are told of a problem that many report now: the one that a guide is for, or any. */
  knownIncident(q: Queryable, guide?: string): Promise<LocalizedText | undefined>;
  routes(serve: Serve): void;
}

/** How long a hand-off without a conversation waits for one. */
const adoptionHours = 24;

export function createGuides(
  platform: Platform,
  deps: { identity: Identity; rails: Pick<Rails, 'incidents'>; payments: Payments; support: Support },
): Guides {
  const { clock, db } = platform;
  const { payments, support } = deps;
  const guideOf = (id: string) => catalogue.find((guide) => guide.id === id);
  const titleOf = (id: string) => guideOf(id)?.title ?? text(id, id);
  const incidents = createReportedIncidents(platform, deps.identity, support);
  const surroundings = createSurroundings(platform, deps);
  const walker = createAdvance(platform, support, guideOf, surroundings, incidents);
  hear(platform, walker, catalogue);
  deps.identity.personalData.contribute(guidesPersonalData);

  async function startNow(
    request: StartRequest,
    also?: (tx: Transaction, run: Run) => Promise<void>,
  ): Promise<string> {
    const { id, claim } = await db.transaction(async (tx) => {
      const run = await startRun(platform, tx, guideOf(request.guide), request);
      await also?.(tx, run);
      return { id: run.id, claim: await walker.claim(tx, run.id) };
    });
    await walker.walk(claim);
    return id;
  }

  const guides: Guides = {
    catalogue: catalogue.map(summaryOf),
    async start(tx, request) {
      const guide = guideOf(request.guide);
      const run = await startRun(platform, tx, guide, request);
      if (guide !== undefined && request.conversationId !== undefined)
        await support.setArea(tx, request.conversationId, guide.area);
      await scheduleWalk(platform, tx, [run.id]);
      const steps = (await readSteps(tx, [run.id])).get(run.id) ?? [];
      return toGuideRun(run, steps, titleOf(run.guide), 'customer');
    },
    async answer(request) {
      const claim = await db.transaction(async (tx) =>
        (await recordAnswer(platform, tx, request)) ? walker.claim(tx, request.runId) : undefined,
      );
      await walker.walk(claim);
      const run = await queries.readRun(db, request.runId);
      if (run === undefined) throw new ProblemError('not_found');
      const steps = (await readSteps(db, [run.id])).get(run.id) ?? [];
      return toGuideRun(run, steps, titleOf(run.guide), 'customer');
    },
    lockRuns: queries.lockRunsOfCustomers,
    answerInWords: (tx, conversation, words) => answerInWords(platform, tx, conversation, words),
    async concern(q, conversationId) {
      const runs = await queries.readRunsOfConversation(q, conversationId);
      const run = runs.find(({ status }) => status === 'active');
      const guide = run && guideOf(run.guide);
      const concern = guide && concernOf(guide, run.facts);
      return concern && { ...concern, skill: guide.area };
    },
    async adopt(tx, customerId, conversationId) {
      const endedAfter = new Date(clock.now().getTime() - adoptionHours * 3_600_000);
      const runs = await queries.adoptRuns(tx, { customerId, conversationId, endedAfter });
      const urgent = runs.find((run) => run.priority === 'urgent') ?? runs[0];
      if (urgent === undefined) return false;
      await support.append(
        tx,
        runs.flatMap((run) => endMessage(run, conversationId)),
      );
      await handOff(support, tx, guideOf(urgent.guide), urgent, conversationId);
      return true;
    },
    knownIncident: incidents.known,
    routes(serve) {
      incidents.routes(serve);
      guideRoutes(serve, {
        platform,
        payments,
        support,
        guides: catalogue,
        titleOf,
        suggestReply: (conversation) => suggestReply(db, guideOf, surroundings, conversation),
        startNow,
        answer: guides.answer,
      });
    },
  };
  return guides;
}
