import type { LocalizedText } from '../../contract/text.ts';
import type { Queryable } from '../platform/database/database.ts';
import type { Input, Run, TakenStep } from './run.ts';

/** Adds steps after those of the locked run. */
export async function insertSteps(tx: Queryable, run: Run, steps: readonly TakenStep[]): Promise<void> {
  if (steps.length === 0) return;
  await tx.query(
    {
      name: 'guides.insert_steps',
      text: `insert into guides.step (run_id, number, step_id, kind, card_number, at, authority, summary, evidence)
             select $1, * from unnest($2::int[], $3::text[], $4::text[], $5::int[], $6::timestamptz[], $7::text[],
               $8::jsonb[], $9::jsonb[])`,
    },
    [
      run.id,
      steps.map((_, index) => run.stepCount + index + 1),
      steps.map((step) => step.stepId),
      steps.map((step) => step.kind),
      steps.map((step) => step.cardNumber),
      steps.map((step) => step.at),
      steps.map((step) => step.authority ?? null),
      steps.map((step) => JSON.stringify(step.summary)),
      steps.map((step) => JSON.stringify(step.evidence)),
    ],
  );
}

interface StepRow {
  run_id: string;
  step_id: string;
  kind: string;
  card_number: number;
  at: Date;
  authority: TakenStep['authority'] | null;
  summary: LocalizedText;
  evidence: Record<string, unknown>;
}

/** Every step of these runs, oldest first. */
export async function readSteps(q: Queryable, runIds: readonly string[]): Promise<Map<string, TakenStep[]>> {
  const rows = await q.query<StepRow>(
    {
      name: 'guides.steps',
      text: `select run_id, step_id, kind, card_number, at, authority, summary, evidence from guides.step
             where run_id = any($1::uuid[]) order by run_id, number`,
    },
    [runIds],
  );
  const steps = new Map<string, TakenStep[]>(runIds.map((id) => [id, []]));
  for (const row of rows)
    steps.get(row.run_id)?.push({
      stepId: row.step_id,
      kind: row.kind,
      cardNumber: row.card_number,
      at: row.at,
      authority: row.authority ?? undefined,
      summary: row.summary,
      evidence: row.evidence,
    });
  return steps;
}

/** What was answered to a card, if it was. */
export async function readAnswer(
  q: Queryable,
  runId: string,
  cardNumber: number,
): Promise<string | undefined> {
  const [row] = await q.query<{ option: string }>(
    {
      name: 'guides.answer',
      text: `select evidence ->> 'option' as option from guides.step
             where run_id = $1 and card_number = $2 and kind = 'answer'`,
    },
    [runId, cardNumber],
  );
  return row?.option;
}

/** The card is answered: it is shown no more, and what follows is still to be walked. */
export async function insertAnswer(tx: Queryable, run: Run, step: TakenStep, input: Input): Promise<void> {
  await tx.query(
    {
      name: 'guides.insert_answer',
      text: `update guides.run set card = null, step_count = step_count + 1,
               pending = pending || jsonb_build_array($2::jsonb) where id = $1`,
    },
    [run.id, JSON.stringify(input)],
  );
  await insertSteps(tx, run, [step]);
}
