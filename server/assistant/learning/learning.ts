import { getLearning, labelMessage, type TaughtModel, teachAssistant } from '../../../contract/learning.ts';
import { appendAudit, assertStaffMay } from '../../identity/identity.ts';
import type { Callers, Serve } from '../../platform/http/serve.ts';
import { newId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { Mind } from '../mind.ts';
import { teacher } from '../understanding/teacher.ts';
import { intentIds, isIntent } from '../understanding/utterances.ts';
import * as queries from './queries.ts';

/** What nobody labels is forgotten after as many days. */
const keptDays = 90;
const mostCharacters = 300;

/** A message as editors see it and the model learns it: addresses, links and numbers of four digits and more are left out. */
export function withoutPrivateParts(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\S+@\S+/g, '…')
    .replace(/https?:\/\/\S+/gi, '…')
    .replace(/\d[\d\s-]{2,}\d/g, '0')
    .slice(0, mostCharacters)
    .trim();
}

/** Learning from the desk: an editor says what misunderstood messages meant, and the assistant learns it. */
export function registerLearning(platform: Platform, mind: Mind, serve: Serve): void {
  const { clock, db } = platform;
  /** This process teaches one at a time. */
  let isTeaching = false;
  const log = (staff: Callers['staff'], action: string, details: Record<string, string>) =>
    appendAudit(db, [
      { at: clock.now(), action, staffId: staff.staffId, sessionId: staff.sessionId, details },
    ]);

  serve(getLearning, async ({ caller }) => {
    assertStaffMay(caller, 'edit', 'knowledge');
    return db.snapshot(async (q) => {
      const models = await queries.selectModels(q);
      const learnt = models.find(({ serves }) => serves)?.madeAt ?? 0;
      return {
        waiting: await queries.selectWaiting(q),
        labelled: await queries.selectLabelled(q),
        unlearnt: await queries.countUnlearnt(q, new Date(learnt)),
        intents: intentIds.map(queries.nameOf),
        models,
      };
    });
  });

  serve(labelMessage, async ({ caller, params, body }) => {
    assertStaffMay(caller, 'edit', 'knowledge');
    const { intent } = body;
    if (intent !== undefined && !isIntent(intent)) throw new ProblemError('invalid_request');
    const label = { messageId: params.id, intent, by: caller.staffId, at: clock.now() };
    if (!(await queries.setLabel(db, label))) throw new ProblemError('not_found');
    await log(caller, 'assistant.labelled', { message: params.id, intent: intent ?? '' });
    return undefined;
  });

  serve(teachAssistant, async ({ caller }) => {
    assertStaffMay(caller, 'publish', 'knowledge');
    const began = clock.now();
    const labelled = await queries.selectLessons(db);
    // Learning takes seconds and happens in no transaction; what it brings is written in one.
    if (isTeaching) throw new ProblemError('conflict');
    isTeaching = true;
    try {
      const lesson = await teacher.labelled(labelled);
      const id = newId();
      await db.transaction(async (tx) => {
        if (!(await queries.claimTeaching(tx))) throw new ProblemError('conflict');
        await queries.insertModel(tx, {
          ...lesson,
          id,
          base: mind.key,
          serves: lesson.regressions.length === 0,
          lessons: labelled.length,
          taughtBy: caller.staffId,
          // What is labelled meanwhile counts as not learnt.
          at: began,
        });
      });
      await log(caller, 'assistant.taught', { model: id, lessons: String(labelled.length) });
      const made = (await queries.selectModels(db)).find((model): model is TaughtModel => model.id === id);
      if (made === undefined) throw new Error('a model that was just made is not there');
      return made;
    } finally {
      isTeaching = false;
    }
  });
}

export function defineForgetting({ clock, db, jobs }: Platform): void {
  jobs.define(
    'assistant.forget_unlabelled',
    () => queries.forgetUnlabelled(db, new Date(clock.now().getTime() - keptDays * 86_400_000)),
    { every: 'day' },
  );
}
