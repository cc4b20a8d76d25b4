import * as contract from '../../../contract/reports.ts';
import type { RatingReason } from '../../../contract/ratings.ts';
import { assertStaffMay } from '../../identity/identity.ts';
import type { Serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { audit } from '../audit.ts';
import { findConversation } from '../queries.ts';
import { readAgents } from '../routing/agent-queries.ts';
import { foldPromises, promiseAccuracy } from '../routing/promise-accuracy.ts';
import { chatStaffing, voiceStaffing } from '../staffing.ts';
import { forecastWait } from '../surge.ts';
import {
  addClosed,
  addLater,
  addUp,
  countAssigned,
  insertFollowUp,
  readBadRatings,
  readSums,
  readWaiting,
  type Sums,
} from './queries.ts';

/** A person's first words are to come within this time of waiting. */
const targetSeconds = 60;
const dayMilliseconds = 24 * 60 * 60_000;

function toFigures(sums: Sums): contract.Figures {
  const mean = (
    name: 'firstResponse' | 'inTime' | 'handling' | 'resolution' | 'score',
    sum: bigint,
    of: bigint,
  ) => (of === 0n ? {} : { [name]: Number(sum) / Number(of) });
  return {
    closed: Number(sums.closed),
    resolved: Number(sums.resolved),
    alone: Number(sums.alone),
    reopened: Number(sums.reopened),
    ...mean('firstResponse', sums.answer_seconds, sums.answered),
    ...mean('inTime', sums.answered_in_time, sums.answered),
    ...mean('handling', sums.handling_seconds, sums.handled),
    ...mean('resolution', sums.resolution_seconds, sums.closed),
    rated: Number(sums.rated),
    ...mean('score', sums.score_sum, sums.rated),
  };
}

/** Keeps the days' sums as conversations close, are rated and taken up again; each exactly once, being a consumer of events. */
export function consumeForReports({ db, events, jobs }: Platform): void {
  jobs.define('support.fold_promises', () => foldPromises(db), { every: 'hour' });
  events.consume(
    'support.reports',
    ['conversation.opened', 'conversation.closed', 'conversation.rated', 'conversation.merged'],
    async (tx, happened) => {
      const of = (topic: string) => happened.filter((event) => event.topic === `conversation.${topic}`);
      await addClosed(
        tx,
        of('closed').map(({ subjectId }) => subjectId),
        targetSeconds,
      );
      await addLater(tx, {
        merged: of('merged').map(({ subjectId }) => subjectId),
        reopenedBy: of('opened')
          .filter(({ payload }) => payload.created === true)
          .map(({ subjectId }) => subjectId),
        rated: of('rated').map(({ subjectId, payload }) => ({
          conversationId: subjectId,
          score: Number(payload.score),
          reason: typeof payload.reason === 'string' ? payload.reason : null,
        })),
      });
    },
  );
}

export function reportRoutes(platform: Platform, serve: Serve): void {
  const { db } = platform;

  serve(contract.getReport, async ({ caller, query }) => {
    assertStaffMay(caller, 'view', 'report');
    const days = (Date.parse(query.to) - Date.parse(query.from)) / dayMilliseconds + 1;
    if (days < 1 || days > contract.mostReportDays) throw new ProblemError('malformed_request');
    const [rows, accuracy] = await Promise.all([readSums(db, query), promiseAccuracy(db, query)]);
    const by = (what: (typeof rows)[number]['by']): contract.NamedFigures[] =>
      rows
        .filter((row) => row.by === what)
        .map((row) => ({
          ...toFigures(row),
          key: row.key,
          ...(row.name === null ? {} : { name: row.name }),
        }));
    return {
      targetSeconds,
      total: toFigures(addUp(rows.filter((row) => row.by === 'day'))),
      days: by('day').toSorted((a, b) => a.key.localeCompare(b.key)),
      agents: by('agent'),
      guides: by('guide'),
      areas: by('area'),
      reasons: rows
        .filter((row) => row.by === 'reason')
        .map(({ key, rated }) => ({ reason: key as RatingReason, count: Number(rated) }))
        .toSorted((a, b) => b.count - a.count),
      expectedWait: {
        answered: accuracy.answered,
        left: accuracy.left,
        ...(accuracy.meanError === null ? {} : { meanError: accuracy.meanError }),
        ...(accuracy.bias === null ? {} : { bias: accuracy.bias }),
        ...(accuracy.kept === null ? {} : { kept: accuracy.kept }),
      },
    };
  });

  serve(contract.getWall, async ({ caller }) => {
    assertStaffMay(caller, 'view', 'report');
    const [waiting, assigned, agents, forecast] = await Promise.all([
      readWaiting(db),
      countAssigned(db),
      readAgents(db),
      forecastWait(db, platform.clock.now(), 'zh'),
    ]);
    const longest = waiting[0]?.since;
    return {
      waiting: waiting.reduce((sum, area) => sum + area.waiting, 0),
      ...(longest === undefined ? {} : { longestSince: longest.toISOString() }),
      areas: waiting.map(({ area, waiting: count, since }) => ({
        area,
        waiting: count,
        longestSince: since.toISOString(),
      })),
      assigned,
      ...forecast,
      agents: agents.filter(({ presence, load }) => presence !== 'offline' || load > 0),
    };
  });

  serve(contract.getStaffing, async ({ caller, query }) => {
    assertStaffMay(caller, 'view', 'report');
    return { voice: voiceStaffing(query), chat: chatStaffing(query) };
  });

  serve(contract.listBadRatings, async ({ caller }) => {
    assertStaffMay(caller, 'view', 'report');
    return { ratings: await readBadRatings(db) };
  });

  serve(contract.followUpRating, async ({ caller, params, body }) => {
    assertStaffMay(caller, 'view', 'report');
    const conversationId = params.id.toLowerCase();
    await db.transaction(async (tx) => {
      const conversation = await findConversation(tx, conversationId);
      if (conversation === undefined) throw new ProblemError('not_found');
      const followUp = { conversationId, text: body.text, by: caller.name, at: platform.clock.now() };
      if (!(await insertFollowUp(tx, followUp))) throw new ProblemError('conflict');
      await audit(platform, tx, caller, {
        action: 'rating.followed_up',
        conversationId,
        customerId: conversation.customer_id,
      });
    });
    return undefined;
  });
}
