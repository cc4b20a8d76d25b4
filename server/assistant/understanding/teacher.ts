import { Worker } from 'node:worker_threads';
import type { Utterance } from './understanding.ts';
import type { Intent } from './utterances.ts';
import type { Lesson } from './teach.ts';

/** What the worker is asked: to learn the house's own utterances, or those and what editors labelled. */
export type Request = { type: 'own' } | { type: 'labelled'; labelled: ReadonlyArray<Utterance<Intent>> };

function ask(request: Request): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./teach-worker.ts', import.meta.url), { workerData: request });
    // Learning never keeps a process alive that is otherwise done.
    worker.unref();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the teacher ended with ${code} and without an answer`)));
  });
}

/** Learns in a thread of its own, so that the server goes on answering meanwhile. */
export const teacher = {
  own: async (): Promise<void> => {
    await ask({ type: 'own' });
  },
  labelled: async (labelled: ReadonlyArray<Utterance<Intent>>): Promise<Lesson> =>
    (await ask({ type: 'labelled', labelled })) as Lesson,
};
