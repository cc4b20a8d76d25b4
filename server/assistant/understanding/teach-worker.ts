import { parentPort, workerData } from 'node:worker_threads';
import { teach, teachOwn } from './teach.ts';
import type { Report, Request } from './teacher.ts';

const request = workerData as Request;
const report = (what: Report) => parentPort?.postMessage(what, []);
if (request.type === 'own') {
  teachOwn();
  report({ type: 'own' });
} else {
  const lesson = teach(request.labelled, (step) => report({ type: 'step', step }));
  report({ type: 'lesson', lesson });
}
