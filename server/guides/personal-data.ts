import type { PersonalDataSection } from '../identity/identity.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';

const mostRuns = 10_000;

/** The guides a customer went through; a closed account loses what they had learnt and shown. */
export const guidesPersonalData: PersonalDataSection = {
  name: 'guides',
  read: readRuns,
  erase: forgetRuns,
};

async function readRuns(q: Queryable, customerId: string): Promise<unknown> {
  const runs = await q.query(
    {
      name: 'guides.personal_data',
      text: `select r.id, r.guide, r.door, r.subject, r.status, r.facts, r.started_at, r.ended_at,
               (select coalesce(jsonb_agg(jsonb_build_object('at', s.at, 'step', s.step_id, 'summary', s.summary) order by s.number), '[]')
                from guides.step s where s.run_id = r.id) as steps
             from guides.run r where r.customer_id = $1 order by r.started_at desc limit ${mostRuns}`,
    },
    [customerId],
  );
  return { runs };
}

/** The steps stay: append-only, they show what was said and decided, under an id that leads to nobody. */
async function forgetRuns(tx: Transaction, customerId: string, at: Date): Promise<void> {
  await tx.query(
    {
      name: 'guides.forget_runs',
      text: `update guides.run set facts = '{}', card = null, topic = null, pending = '[]', timer_at = null,
               status = case when status = 'active' then 'abandoned' else status end, ended_at = coalesce(ended_at, $2)
             where customer_id = $1`,
    },
    [customerId, at],
  );
  await tx.query(
    { name: 'guides.forget_reports_of', text: 'delete from guides.report where customer_id = $1' },
    [customerId],
  );
}
