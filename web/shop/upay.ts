import * as z from 'zod/mini';

/** UPay refused or did not answer. */
export class UpayError extends Error {
  override readonly name = 'UpayError';
  readonly status: number;
  /** UPay's own stable name of the refusal. */
  readonly code: string | undefined;

  constructor(status: number, { cause, code }: { cause?: unknown; code?: string | undefined } = {}) {
    super(`UPay answered ${status}`, { cause });
    this.status = status;
    this.code = code;
  }
}

const timeoutMs = 10_000;
const problemSchema = z.object({ code: z.string() });

export interface UpayRequest {
  method?: 'GET' | 'POST';
  body?: unknown;
  /** Makes asking twice one order, or one refund. */
  idempotencyKey?: string;
}

export type Upay = <S extends z.ZodMiniType>(
  path: string,
  result: S,
  request?: UpayRequest,
) => Promise<z.output<S>>;

/** UPay's public API for merchants, as any merchant would call it. */
export function createUpay(apiUrl: string, apiKey: string): Upay {
  return async (path, result, { method = 'GET', body, idempotencyKey } = {}) => {
    const headers: Record<string, string> = { authorization: `Bearer ${apiKey}`, accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
    let response: Response;
    try {
      response = await fetch(`${apiUrl}/api/merchant${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      throw new UpayError(503, { cause: error });
    }
    if (!response.ok) {
      const problem = problemSchema.safeParse(await response.json().catch(() => undefined));
      throw new UpayError(response.status, { code: problem.data?.code });
    }
    return result.parse(await response.json());
  };
}
