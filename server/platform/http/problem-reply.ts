import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, messageOf, type Problem, statusOf } from '../../../contract/problem.ts';
import type { Language } from '../../../contract/text.ts';
import { OverloadedError } from '../group-commit.ts';
import { ProblemError } from '../problem.ts';
import { languageOf } from './language.ts';

/** The body of a refusal in the caller's language. */
export function problemBody(
  code: ErrorCode,
  language: Language,
  details: ProblemError['details'] = {},
): Problem {
  return {
    type: `urn:upay:problem:${code}`,
    title: messageOf(code)[language],
    status: statusOf(code),
    code,
    ...details,
  };
}

/** Fastify's own refusals, in our codes. */
const fastifyCodes: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_request',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_request',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_request',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
};

function codeOf(error: unknown): ErrorCode {
  if (error instanceof ProblemError) return error.code;
  if (error instanceof OverloadedError) return 'service_unavailable';
  const { code, statusCode } = error as Partial<FastifyError>;
  if (code !== undefined && fastifyCodes[code]) return fastifyCodes[code];
  if (statusCode === 413) return 'body_too_large';
  if (statusCode === 429) return 'too_many_requests';
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return 'malformed_request';
  return 'internal_error';
}

/** Answers any error as problem+json; what we did not foresee is logged whole and told in one sentence. */
export function replyWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const code = codeOf(error);
  if (code === 'internal_error') request.log.error({ err: error, requestId: request.id }, 'a request failed');
  const details = error instanceof ProblemError ? error.details : {};
  const body = problemBody(code, languageOf(request.headers['accept-language']), details);
  if (details.retryAt !== undefined) {
    const seconds = Math.max(1, Math.ceil((Date.parse(details.retryAt) - Date.now()) / 1000));
    reply.header('retry-after', seconds);
  }
  return reply
    .status(body.status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...body, requestId: request.id }));
}
