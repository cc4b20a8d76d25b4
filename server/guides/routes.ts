import {
  answerGuide,
  getGuidePicture,
  getGuideRun,
  getSuggestedReply,
  listDeskGuideRuns,
  listGuides,
  sendGuide,
  startGuide,
  walkAsVisitor,
} from '../../contract/guides.ts';
import type { GuideRun, SuggestedReply } from '../../contract/guides.ts';
import type { LocalizedText } from '../../contract/text.ts';
import type { Payments } from '../payments/payments.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Serve } from '../platform/http/serve.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import type { ConversationRecord, Support } from '../support/support.ts';
import type { AnyGuide } from './definition.ts';
import type { Guides, StartRequest } from './guides.ts';
import { pictureOf, summaryOf } from './picture.ts';
import * as queries from './queries.ts';
import { type Run, toGuideRun } from './run.ts';
import { messageIdOf } from './tell.ts';
import { text } from './wording.ts';
import { readSteps } from './step-queries.ts';
import { createVisitorWalks } from './visitor.ts';

/** How far back the desk's picture of a guide counts. */
const picturedDays = 30;

export interface RoutesDeps {
  platform: Platform;
  payments: Payments;
  support: Support;
  guides: readonly AnyGuide[];
  titleOf(guide: string): LocalizedText;
  suggestReply(conversation: ConversationRecord): Promise<SuggestedReply | undefined>;
  /** Starts and walks to the first card; `also` is written with the start. */
  startNow(request: StartRequest, also?: (tx: Transaction, run: Run) => Promise<void>): Promise<string>;
  answer: Guides['answer'];
}

export function guideRoutes(serve: Serve, deps: RoutesDeps): void {
  const { platform, payments, support, guides, titleOf } = deps;
  const { db } = platform;
  const visitorWalk = createVisitorWalks(platform);

  async function view(run: Run, reader: 'customer' | 'desk'): Promise<GuideRun> {
    const steps = (await readSteps(db, [run.id])).get(run.id) ?? [];
    return toGuideRun(run, steps, titleOf(run.guide), reader);
  }

  async function ownRun(customerId: string, runId: string): Promise<Run> {
    const run = await queries.readRun(db, runId);
    if (run?.customerId !== customerId) throw new ProblemError('not_found');
    return run;
  }

  async function requireOwnPayment(customerId: string, paymentId: string | undefined): Promise<void> {
    if (paymentId !== undefined && (await payments.get(db, customerId, paymentId)) === undefined)
      throw new ProblemError('not_found');
  }

  serve(listGuides, async () => ({ guides: guides.map(summaryOf) }));

  serve(walkAsVisitor, async ({ params, body }) => {
    const guide = guides.find(({ id }) => id === params.id);
    if (guide?.audience !== 'everyone') throw new ProblemError('not_found');
    return visitorWalk(guide, body);
  });

  serve(getGuidePicture, async ({ params }) => {
    const guide = guides.find(({ id }) => id === params.id);
    if (guide === undefined) throw new ProblemError('not_found');
    const since = new Date(platform.clock.now().getTime() - picturedDays * 24 * 3_600_000);
    return { ...pictureOf(guide), outcomes: await queries.countOutcomes(db, guide.id, since) };
  });

  serve(startGuide, async ({ caller, body }) => {
    const { customerId } = caller;
    await requireOwnPayment(customerId, body.subject.paymentId);
    const runId = await deps.startNow({ ...body, customerId, door: 'help_centre' });
    return view(await ownRun(customerId, runId), 'customer');
  });

  serve(getGuideRun, async ({ caller, params }) =>
    view(await ownRun(caller.customerId, params.id), 'customer'),
  );

  serve(answerGuide, async ({ caller, params, body }) =>
    deps.answer({ runId: params.id, customerId: caller.customerId, step: body.step, option: body.option }),
  );

  serve(sendGuide, async ({ caller, params, body }) => {
    const conversation = await support.requireAgent(db, caller, params.id, 'act');
    await requireOwnPayment(conversation.customerId, body.subject.paymentId);
    const runId = await deps.startNow(
      {
        ...body,
        customerId: conversation.customerId,
        door: 'agent',
        conversationId: conversation.id,
        startedBy: caller.staffId,
      },
      async (tx, run) => {
        const title = titleOf(run.guide);
        await support.append(tx, [
          {
            conversationId: conversation.id,
            sender: { kind: 'system' },
            content: {
              type: 'event',
              event: 'guide_sent',
              text: text(`客服发来「${title.zh}」引导`, `An agent sent you the guide “${title.en}”`),
              deskText: text(`客服发送了「${title.zh}」引导`, `An agent sent the guide “${title.en}”`),
            },
            clientMessageId: messageIdOf(run.id, `sent after card ${run.cardNumber}`),
          },
        ]);
      },
    );
    const run = await queries.readRun(db, runId);
    if (run === undefined) throw new ProblemError('not_found');
    return view(run, 'desk');
  });

  serve(getSuggestedReply, async ({ caller, params }) => {
    const conversation = await support.requireAgent(db, caller, params.id.toLowerCase(), 'act');
    return { reply: await deps.suggestReply(conversation) };
  });

  serve(listDeskGuideRuns, async ({ caller, params }) => {
    const conversation = await support.requireAgent(db, caller, params.id, 'read');
    const runs = await queries.readRunsOfConversation(db, conversation.id);
    const steps = await readSteps(
      db,
      runs.map((run) => run.id),
    );
    return {
      runs: runs.map((run) => toGuideRun(run, steps.get(run.id) ?? [], titleOf(run.guide), 'desk')),
    };
  });
}
