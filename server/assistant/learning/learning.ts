import { getLearning, labelMessage, teachAssistant } from '../../../contract/learning.ts';
import { appendAudit, assertStaffMay } from '../../identity/identity.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { Callers, Serve } from '../../platform/http/serve.ts';
import { newId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { teacher } from '../understanding/teacher.ts';
import { intentIds, isIntent } from '../understanding/utterances.ts';
import * as models from './model-queries.ts';
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
export function registerLearning(platform: Platform, serve: Serve): void {
  const { clock, db, jobs } = platform;
  const log = (tx: Queryable, staff: Callers['staff'], action: string, details: Record<string, string>) =>
    appendAudit(tx, [
      { at: clock.now(), action, staffId: staff.staffId, sessionId: staff.sessionId, details },
    ]);

  serve(getLearning, async ({ caller }) => {
    assertStaffMay(caller, 'edit', 'knowledge');
    return db.snapshot(async (q) => {
      const taught = await models.selectModels(q);
      const learnt = taught.find(({ serves }) => serves)?.madeAt ?? 0;
      return {
        waiting: await queries.selectWaiting(q),
        labelled: await queries.selectLabelled(q),
        unlearnt: await queries.countUnlearnt(q, new Date(learnt)),
        intents: intentIds.map(queries.nameOf),
        lesson: await models.findLesson(q),
        models: taught,
      };
    });
  });

  serve(labelMessage, async ({ caller, params, body }) => {
    assertStaffMay(caller, 'edit', 'knowledge');
    const { intent } = body;
    if (intent !== undefined && !isIntent(intent)) throw new ProblemError('invalid_request');
    const label = { messageId: params.id, intent, by: caller.staffId, at: clock.now() };
    if (!(await queries.setLabel(db, label))) throw new ProblemError('not_found');
    await log(db, caller, 'assistant.labelled', { message: params.id, intent: intent ?? '' });
    return undefined;
  });

  serve(teachAssistant, async ({ caller }) => {
    assertStaffMay(caller, 'publish', 'knowledge');
    return db.transaction(async (tx) => {
      const asked = { id: newId(), askedBy: caller.staffId, askedAt: clock.now() };
      const lesson = await models.insertLesson(tx, asked);
      if (lesson === undefined) throw new ProblemError('conflict');
      await jobs.add(tx, [{ task: 'assistant.teach', payload: { id: lesson.id } }]);
      await log(tx, caller, 'assistant.taught', { model: lesson.id });
      return lesson;
    });
  });
}

/** Learning takes seconds, in a thread of its own and in no transaction; what it brings is written in one. */
function defineTeaching({ clock, db, jobs, log }: Platform, key: string): void {
  jobs.define('assistant.teach', async ({ id }) => {
    const lessonId = String(id);
    const askedBy = await models.askedBy(db, lessonId);
    if (askedBy === undefined) return;
    // What is labelled from here on counts as not learnt.
    const at = clock.now();
    const labelled = await queries.selectLessons(db);
    let noted = Promise.resolve();
    try {
      const lesson = await teacher.labelled(labelled, (step) => {
        noted = noted.then(() => models.setLessonStep(db, lessonId, step));
      });
      await noted;
      await db.transaction(async (tx) => {
        // Whoever takes the lesson away brings the model, should two have been at it.
        if (!(await models.deleteLesson(tx, lessonId))) return;
        await models.insertModel(tx, {
          ...lesson,
          id: lessonId,
          base: key,
          lessons: labelled.length,
          taughtBy: askedBy,
          at,
        });
      });
    } catch (error) {
      log.error({ err: error }, 'the assistant could not learn');
      await models.failLesson(db, lessonId);
    }
  });
}

/** What is learnt and forgotten, by jobs. @param key tells apart what the house's own utterances teach */
export function defineLearning(platform: Platform, key: string): void {
  defineTeaching(platform, key);
  const { clock, db, jobs } = platform;
  jobs.define(
    'assistant.forget_unlabelled',
    () => queries.forgetUnlabelled(db, new Date(clock.now().getTime() - keptDays * 86_400_000)),
    { every: 'day' },
  );
}
