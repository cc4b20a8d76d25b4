import { outcomeOfRefusal } from '../failure-codes.ts';
import type { InquiryOutcome, RailOutcome } from '../rail.ts';
import { type Answer, refusalOf } from './client.ts';

/** Without an answer: what is known all the same. */
function unanswered(answer: Exclude<Answer, { kind: 'answered' }>): RailOutcome {
  const status = answer.kind === 'unreachable' ? 'unreachable' : 'unknown';
  return { status, reason: answer.reason };
}

/** What came of an order. One that is refused was not taken on. */
export function readOrder(answer: Answer, read: (body: unknown) => RailOutcome): RailOutcome {
  if (answer.kind !== 'answered') return unanswered(answer);
  if (answer.status < 400) return read(answer.body);
  const raw = refusalOf(answer.body);
  // 25 says that what the order rests on was never processed; any other 404 did not come from whom we meant.
  if (answer.status === 404 && raw.code !== '25') return { status: 'unknown', reason: 'HTTP 404' };
  return outcomeOfRefusal(raw);
}

/** What an inquiry found. One that is refused says nothing about the order it asked for. */
export function readInquiry(answer: Answer, read: (body: unknown) => RailOutcome): InquiryOutcome {
  if (answer.kind !== 'answered') return unanswered(answer);
  if (answer.status === 404) return { status: 'not_found' };
  return answer.status < 400 ? read(answer.body) : { status: 'unknown', reason: `HTTP ${answer.status}` };
}
