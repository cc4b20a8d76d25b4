import type { MacroAction } from '../../../contract/agent-hands.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

export interface MacroRow {
  id: string;
  shortcut: string;
  title: LocalizedText;
  text: LocalizedText;
  actions: MacroAction[];
  changed_by: string | null;
  changed_at: Date;
}

const macroColumns = 'id, shortcut, title, text, actions, changed_by, changed_at';

export async function readMacros(q: Queryable): Promise<MacroRow[]> {
  return q.query<MacroRow>({
    name: 'support.macros',
    text: `select ${macroColumns} from support.macro order by shortcut`,
  });
}

export async function writeMacro(tx: Transaction, macro: MacroRow): Promise<void> {
  await tx.query(
    {
      name: 'support.write_macro',
      text: `insert into support.macro (${macroColumns}) values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (id) do update set shortcut = excluded.shortcut, title = excluded.title, text = excluded.text,
               actions = excluded.actions, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
    },
    [
      macro.id,
      macro.shortcut,
      macro.title,
      macro.text,
      JSON.stringify(macro.actions),
      macro.changed_by,
      macro.changed_at,
    ],
  );
}

export async function removeMacro(tx: Transaction, id: string): Promise<boolean> {
  const removed = await tx.query(
    { name: 'support.remove_macro', text: 'delete from support.macro where id = $1 returning id' },
    [id],
  );
  return removed.length === 1;
}

export type DraftKind = 'reply' | 'note';

export async function readDrafts(
  q: Queryable,
  staffId: string,
  conversationId: string,
): Promise<Array<{ kind: DraftKind; text: string }>> {
  return q.query(
    {
      name: 'support.drafts',
      text: 'select kind, text from support.draft where staff_id = $1 and conversation_id = $2',
    },
    [staffId, conversationId],
  );
}

export async function writeDraft(
  q: Queryable,
  draft: { staffId: string; conversationId: string; kind: DraftKind; text: string; at: Date },
): Promise<void> {
  const { staffId, conversationId, kind, text, at } = draft;
  if (text.trim() === '')
    await q.query(
      {
        name: 'support.drop_draft',
        text: 'delete from support.draft where staff_id = $1 and conversation_id = $2 and kind = $3',
      },
      [staffId, conversationId, kind],
    );
  else
    await q.query(
      {
        name: 'support.write_draft',
        text: `insert into support.draft (staff_id, conversation_id, kind, text, changed_at) values ($1, $2, $3, $4, $5)
               on conflict (staff_id, conversation_id, kind) do update set text = excluded.text, changed_at = excluded.changed_at`,
      },
      [staffId, conversationId, kind, text, at],
    );
}

export async function forgetDrafts(q: Queryable, before: Date): Promise<void> {
  await q.query({ name: 'support.forget_drafts', text: 'delete from support.draft where changed_at < $1' }, [
    before,
  ]);
}

export interface HistoryRow {
  kind: 'conversation' | 'complaint' | 'account_action';
  id: string;
  at: Date;
  title: LocalizedText | null;
  state: string;
  agent_name: string | null;
  score: number | null;
}

/** All a customer turned to us about beside one conversation, the newest first. */
export async function readHistory(
  q: Queryable,
  customerId: string,
  except: string,
  limit: number,
): Promise<HistoryRow[]> {
  return q.query<HistoryRow>(
    {
      name: 'support.history',
      text: `(select 'conversation' as kind, c.id, c.opened_at as at, c.topic as title, 
                case when c.merged_into is null then coalesce(c.resolution, c.status) else 'merged' end as state,
                c.agent_name, r.score
              from support.conversation c left join support.rating r on r.conversation_id = c.id
              where c.customer_id = $1 and c.id <> $2 order by c.opened_at desc limit $3)
             union all
             (select 'complaint', k.id, k.opened_at, null, k.status, k.owner_name, null
              from support.complaint k where k.customer_id = $1 order by k.opened_at desc limit $3)
             union all
             (select 'account_action', a.id, a.requested_at, a.summary, a.state, null, null
              from support.account_action a where a.customer_id = $1 and a.conversation_id <> $2
              order by a.requested_at desc limit $3)
             order by at desc limit $3`,
    },
    [customerId, except, limit],
  );
}
