import {
  deleteMacro,
  getReplyDrafts,
  listHistory,
  listMacros,
  listMentions as listMentionsRoute,
  type Macro,
  keepReplyDraft,
  saveMacro,
  seeMentions as seeMentionsRoute,
} from '../../../contract/agent-hands.ts';
import { appendAudit, assertStaffMay, type Identity } from '../../identity/identity.ts';
import { sqlState, type Transaction } from '../../platform/database/database.ts';
import type { Serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { Staff, Support } from '../support.ts';
import { listMentions, seeMentions, tellOfMentions } from './mentions.ts';
import {
  forgetDrafts,
  type MacroRow,
  readDrafts,
  readHistory,
  readMacros,
  removeMacro,
  writeDraft,
  writeMacro,
} from './queries.ts';

const uniqueViolation = '23505';
const day = 24 * 60 * 60_000;
const draftDays = 30;
const longestHistory = 50;

/** What makes an agent quick: macros, drafts that survive, what the customer came about before. */
export function handsRoutes(
  platform: Platform,
  deps: { identity: Identity; requireAgent: Support['requireAgent'] },
): (serve: Serve) => void {
  const { db, clock, jobs } = platform;
  jobs.define(
    'support.forget-drafts',
    () => forgetDrafts(db, new Date(clock.now().getTime() - draftDays * day)),
    { every: 'day' },
  );

  tellOfMentions(platform);

  async function view(rows: readonly MacroRow[]): Promise<Macro[]> {
    const authors = [...new Set(rows.flatMap((row) => row.changed_by ?? []))];
    const names = await deps.identity.staffNames(db, authors);
    return rows.map(({ changed_by, changed_at, ...macro }) => ({
      ...macro,
      changedBy: names.get(changed_by ?? ''),
      changedAt: changed_at.toISOString(),
    }));
  }
  const log = (tx: Transaction, { staffId, sessionId }: Staff, action: string, details: object) =>
    appendAudit(tx, [{ at: clock.now(), action, staffId, sessionId, details: { ...details } }]);

  return (serve) => {
    serve(listMacros, async ({ caller }) => {
      assertStaffMay(caller, 'use', 'macro');
      return { macros: await view(await readMacros(db)) };
    });
    serve(saveMacro, async ({ caller, params, body }) => {
      assertStaffMay(caller, 'edit', 'macro');
      const row: MacroRow = {
        id: params.id.toLowerCase(),
        ...body,
        changed_by: caller.staffId,
        changed_at: clock.now(),
      };
      await db
        .transaction(async (tx) => {
          await writeMacro(tx, row);
          await log(tx, caller, 'macro.saved', { macroId: row.id, shortcut: row.shortcut });
        })
        .catch((error: unknown) => {
          throw sqlState(error) === uniqueViolation ? new ProblemError('conflict') : error;
        });
      return (await view([row]))[0] as Macro;
    });
    serve(deleteMacro, async ({ caller, params }) => {
      assertStaffMay(caller, 'edit', 'macro');
      await db.transaction(async (tx) => {
        if (!(await removeMacro(tx, params.id))) throw new ProblemError('not_found');
        await log(tx, caller, 'macro.removed', { macroId: params.id });
      });
      return undefined;
    });

    serve(getReplyDrafts, async ({ caller, params }) => {
      const { id } = await deps.requireAgent(db, caller, params.id.toLowerCase());
      const drafts = await readDrafts(db, caller.staffId, id);
      const of = (kind: string) => drafts.find((draft) => draft.kind === kind)?.text ?? '';
      return { reply: of('reply'), note: of('note') };
    });
    serve(keepReplyDraft, async ({ caller, params, body }) => {
      // What was begun may be dropped late, once the conversation is closed.
      const access = body.text.trim() === '' ? 'read' : 'act';
      const { id } = await deps.requireAgent(db, caller, params.id.toLowerCase(), access);
      const draft = { staffId: caller.staffId, conversationId: id, kind: params.kind, ...body };
      await writeDraft(db, { ...draft, at: clock.now() });
      return undefined;
    });

    serve(listMentionsRoute, async ({ caller }) => {
      assertStaffMay(caller, 'work', 'conversation');
      return { mentions: await listMentions(db, caller.staffId) };
    });
    serve(seeMentionsRoute, async ({ caller, params }) => {
      assertStaffMay(caller, 'work', 'conversation');
      await seeMentions(db, caller.staffId, params.id, clock.now());
      return undefined;
    });

    serve(listHistory, async ({ caller, params }) => {
      const { id, customerId } = await deps.requireAgent(db, caller, params.id.toLowerCase(), 'read');
      const rows = await readHistory(db, customerId, id, longestHistory);
      return {
        entries: rows.map(({ at, title, agent_name, score, ...row }) => ({
          ...row,
          at: at.toISOString(),
          title: title ?? undefined,
          agentName: agent_name ?? undefined,
          score: score ?? undefined,
        })),
      };
    });
  };
}
