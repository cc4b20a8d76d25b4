import { createHash } from 'node:crypto';
import { Refusal } from './errors.ts';
import type { Put, Store } from './store.ts';

/** The first answer given to a request, kept so that the same request gets it again. */
export interface Answer {
  /** SHA-256 of the request as understood, to tell a repeat from another request under the same reference. */
  fingerprint: string;
  status: number;
  body: unknown;
}

interface Processed {
  status: number;
  body: unknown;
  puts: Put[];
}

/**
 * Processes a request at most once. The outcome and the answer are committed together.
 * Throws Refusal 409 / 94 (duplicate transmission) when the key was used with another request.
 * A Refusal thrown by `process` records nothing: the caller may mend the request and send it again.
 */
export function answerOnce(
  store: Store,
  key: string,
  request: unknown,
  process: () => Processed,
): Answer & { repeated: boolean } {
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64url');
  const earlier = store.get('answers', key);
  if (earlier) {
    if (earlier.fingerprint !== fingerprint)
      throw new Refusal(409, '94', 'This reference was already used with another request');
    return { ...earlier, repeated: true };
  }
  const { status, body, puts } = process();
  const answer = { fingerprint, status, body };
  store.commit([...puts, { table: 'answers', key, value: answer }]);
  return { ...answer, repeated: false };
}
