import type { AssistantLesson, TaughtModel } from '../../../contract/learning.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { Lesson, LessonStep } from '../understanding/teach.ts';

interface LessonRow {
  id: string;
  asked_at: Date;
  step: AssistantLesson['step'];
  failed: boolean;
}

const toLesson = ({ id, asked_at, step, failed }: LessonRow): AssistantLesson => ({
  id,
  askedAt: asked_at.toISOString(),
  step,
  failed,
});

/** @returns undefined where one is under way; one that broke off makes room */
export async function insertLesson(
  tx: Queryable,
  { id, askedBy, askedAt }: { id: string; askedBy: string; askedAt: Date },
): Promise<AssistantLesson | undefined> {
  await tx.query({ name: 'assistant.drop_failed_lesson', text: 'delete from assistant.lesson where failed' });
  const [row] = await tx.query<LessonRow>(
    {
      name: 'assistant.insert_lesson',
      text: `insert into assistant.lesson (id, asked_by, asked_at) values ($1, $2, $3)
             on conflict (failed) where not failed do nothing
             returning id, asked_at, step, failed`,
    },
    [id, askedBy, askedAt],
  );
  return row && toLesson(row);
}

/** Under way, or broken off last. */
export async function findLesson(q: Queryable): Promise<AssistantLesson | undefined> {
  const [row] = await q.query<LessonRow>({
    name: 'assistant.lesson',
    text: 'select id, asked_at, step, failed from assistant.lesson order by failed limit 1',
  });
  return row && toLesson(row);
}

export async function askedBy(q: Queryable, id: string): Promise<string | undefined> {
  const [row] = await q.query<{ asked_by: string }>(
    {
      name: 'assistant.lesson_asked_by',
      text: 'select asked_by from assistant.lesson where id = $1 and not failed',
    },
    [id],
  );
  return row?.asked_by;
}

export async function setLessonStep(q: Queryable, id: string, step: LessonStep): Promise<void> {
  await q.query(
    { name: 'assistant.set_lesson_step', text: 'update assistant.lesson set step = $2 where id = $1' },
    [id, step],
  );
}

export async function failLesson(q: Queryable, id: string): Promise<void> {
  await q.query(
    { name: 'assistant.fail_lesson', text: 'update assistant.lesson set failed = true where id = $1' },
    [id],
  );
}

/** @returns whether it was still there */
export async function deleteLesson(tx: Queryable, id: string): Promise<boolean> {
  const rows = await tx.query(
    { name: 'assistant.delete_lesson', text: 'delete from assistant.lesson where id = $1 returning 1' },
    [id],
  );
  return rows.length === 1;
}

export interface NewModel extends Lesson {
  id: string;
  base: string;
  lessons: number;
  taughtBy: string;
  at: Date;
}

/** One that serves takes the place of the one before, whose weights are let go; figures of all stay. */
export async function insertModel(tx: Queryable, model: NewModel): Promise<void> {
  const serves = model.packed !== undefined;
  if (serves)
    await tx.query({
      name: 'assistant.retire_models',
      text: 'update assistant.model set serves = false, packed = null where serves',
    });
  await tx.query(
    {
      name: 'assistant.insert_model',
      text: `insert into assistant.model
               (id, base, packed, serves, lessons, regressions, held_out, milliseconds, taught_by, made_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    },
    [
      model.id,
      model.base,
      model.packed === undefined ? null : Buffer.from(model.packed),
      serves,
      model.lessons,
      JSON.stringify(model.regressions),
      JSON.stringify(model.heldOut),
      Math.round(model.milliseconds),
      model.taughtBy,
      model.at,
    ],
  );
}

/** The model that serves, unless it is the one already known; its weights are read only then. */
export async function findServingModel(
  q: Queryable,
  base: string,
  known: string | undefined,
): Promise<{ id: string; packed: Buffer } | undefined> {
  const [row] = await q.query<{ id: string; packed: Buffer }>(
    {
      name: 'assistant.serving_model',
      text: `select id, packed from assistant.model where serves and base = $1 and id is distinct from $2`,
    },
    [base, known ?? null],
  );
  return row;
}

export async function selectModels(q: Queryable): Promise<TaughtModel[]> {
  const rows = await q.query<{
    id: string;
    serves: boolean;
    lessons: number;
    regressions: TaughtModel['regressions'];
    held_out: TaughtModel['heldOut'];
    milliseconds: number;
    made_at: Date;
  }>({
    name: 'assistant.models',
    text: `select id, serves, lessons, regressions, held_out, milliseconds, made_at from assistant.model
           order by made_at desc limit 20`,
  });
  return rows.map((row) => ({
    id: row.id,
    serves: row.serves,
    lessons: row.lessons,
    regressions: row.regressions,
    heldOut: row.held_out,
    milliseconds: row.milliseconds,
    madeAt: row.made_at.toISOString(),
  }));
}
