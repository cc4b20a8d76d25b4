import { Worker } from 'node:worker_threads';
import type { Lesson, LessonStep } from './teach.ts';
import type { Utterance } from './understanding.ts';
import type { Intent } from './utterances.ts';

/** What the worker is asked: to learn the house's own utterances, or those and what editors labelled. */
export type Request = { type: 'own' } | { type: 'labelled'; labelled: ReadonlyArray<Utterance<Intent>> };
/** What it says meanwhile, and in the end. */
export type Report =
  | { type: 'step'; step: LessonStep }
  | { type: 'own' }
  | { type: 'lesson'; lesson: Lesson };

function ask<Type extends 'own' | 'lesson'>(
  request: Request,
  type: Type,
  onStep: (step: LessonStep) => void = () => undefined,
): Promise<Extract<Report, { type: Type }>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./teach-worker.ts', import.meta.url), { workerData: request });
    // Learning never keeps a process alive that is otherwise done.
    worker.unref();
    worker.on('message', (report: Report) => {
      if (report.type === 'step') onStep(report.step);
      else if (report.type === type) resolve(report as Extract<Report, { type: Type }>);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the teacher ended with ${code} and without an answer`)));
  });
}

/** Learns in a thread of its own, so that the server goes on answering meanwhile. */
export const teacher = {
  own: async (): Promise<void> => {
    await ask({ type: 'own' }, 'own');
  },
  labelled: async (
    labelled: ReadonlyArray<Utterance<Intent>>,
    onStep: (step: LessonStep) => void,
  ): Promise<Lesson> => (await ask({ type: 'labelled', labelled }, 'lesson', onStep)).lesson,
};
