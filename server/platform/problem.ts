import type { ErrorCode, Problem } from '../../contract/problem.ts';

/** A refusal the caller is told about: thrown by use cases, answered as problem+json. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly code: ErrorCode;
  readonly details: Partial<Pick<Problem, 'fields' | 'triesLeft' | 'retryAt' | 'payment' | 'stepUp'>>;

  constructor(code: ErrorCode, details: ProblemError['details'] = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}
