import { failure } from '../../contract/failure.ts';
import type { MethodReference } from '../../contract/payments.ts';
import type { AttemptRow } from './rows.ts';

/** Whether one of a payment's attempts says that this instrument must never be tried for it again. */
export function wasRefusedForGood(attempts: readonly AttemptRow[], method: MethodReference): boolean {
  return attempts.some(
    (attempt) =>
      attempt.method_type === method.type &&
      attempt.method_id === (method.type === 'balance' ? null : method.id) &&
      attempt.failure_code !== null &&
      failure(attempt.failure_code).next === 'never',
  );
}
