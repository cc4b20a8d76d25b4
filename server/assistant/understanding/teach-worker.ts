import { parentPort, workerData } from 'node:worker_threads';
import { teach, teachOwn } from './teach.ts';
import type { Request } from './teacher.ts';

const request = workerData as Request;
if (request.type === 'own') {
  teachOwn();
  parentPort?.postMessage('learnt', []);
} else parentPort?.postMessage(teach(request.labelled), []);
