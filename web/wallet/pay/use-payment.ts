import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { getPayment, type Payment } from '../../../contract/payments.ts';
import type { ErrorCode } from '../../../contract/problem.ts';
import { ApiProblem, call, isUncertain } from '../../shared/api.ts';
import { refreshMoney } from '../payments/queries.ts';
import { type Authorisation, fingerprint, type PayOutcome, type PayRequest, send } from './request.ts';
import { StepUpCanceled, useStepUp } from '../step-up/step-up.tsx';
import { remember, type Unsettled, unsettled } from './unsettled.ts';

/** Failures after which the customer goes on in the same sheet. */
const PUT_RIGHT_HERE = new Set<ErrorCode>(['incorrect_payment_password', 'payment_password_locked']);

/** Refused without an outcome: the customer may put it right and submit again. */
export interface Refusal {
  code: ErrorCode;
  message: string;
  triesLeft?: number;
  retryAt?: string;
}

export interface PaymentControl {
  /** Resolves to the outcome, or to undefined when `refusal` or `uncertain` says what is the matter. */
  submit: (authorisation: Authorisation) => Promise<PayOutcome | undefined>;
  refusal?: Refusal;
  /** No answer came. `askAgain` sends the very same request under the same key: it can't pay twice. */
  uncertain: boolean;
  askAgain: () => Promise<PayOutcome | undefined>;
  /** Forgets the refusal and what was typed, not the keys of what is unsettled. */
  reset: () => void;
}

/**
 * Carries a PayRequest out. One idempotency key a submission; after an answer that never came the same key is used
 * until an answer does come. A refused request that has made a payment goes on as an attempt at that payment.
 */
export function usePayment(request: PayRequest | null): PaymentControl {
  const client = useQueryClient();
  const { confirmed } = useStepUp();
  const [refusal, setRefusal] = useState<Refusal>();
  const [uncertain, setUncertain] = useState(false);
  // In memory only, and only while the answer is out.
  const last = useRef<Authorisation | null>(null);
  const identity = request ? fingerprint(request) : '';

  const reset = () => {
    last.current = null;
    setRefusal(undefined);
    setUncertain(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another request starts from nothing
  useEffect(reset, [identity]);

  const submit: PaymentControl['submit'] = async (authorisation) => {
    if (!request) return undefined;
    const before = unsettled(identity);
    const key = before.key ?? crypto.randomUUID();
    const actual: PayRequest = before.paymentId ? { kind: 'attempt', paymentId: before.paymentId } : request;
    // Before the request leaves: a reload in the middle must find the key.
    remember(identity, { ...before, key });
    last.current = authorisation;
    try {
      const outcome = await confirmed((stepUpId) => send(actual, authorisation, key, stepUpId));
      remember(identity, {});
      reset();
      void refreshMoney(client);
      return outcome;
    } catch (error) {
      if (error instanceof StepUpCanceled) {
        // Nothing was done; an answer that is still out stays so.
        remember(identity, before);
        reset();
        return undefined;
      }
      if (isUncertain(error)) {
        setRefusal(undefined);
        setUncertain(true);
        return undefined;
      }
      if (!(error instanceof ApiProblem)) throw error;
      return settle(request, error, before);
    }
  };

  /** The server refused: with the payment that failed, or for something that can be put right here. */
  const settle = async (asked: PayRequest, error: ApiProblem, before: Unsettled) => {
    const failed = error.problem.payment as Payment | undefined;
    reset();
    if (failed) void refreshMoney(client);
    if (failed && !PUT_RIGHT_HERE.has(error.code)) {
      remember(identity, {});
      if (asked.kind !== 'top_up_and_pay' || failed.id === asked.paymentId) return { payment: failed };
      // The top-up was refused, so the payment is as it was.
      return { topUp: failed, payment: await call(getPayment, { params: { id: asked.paymentId } }) };
    }
    const isNewPayment = asked.kind !== 'top_up_and_pay' && asked.kind !== 'attempt';
    // Refused before the key was looked at: what became of the earlier request is as unknown as it was.
    const stillOpen = error.status === 401 || error.status === 429;
    remember(identity, {
      key: stillOpen ? before.key : undefined,
      paymentId: isNewPayment ? (failed?.id ?? before.paymentId) : undefined,
    });
    const { triesLeft, retryAt } = error.problem;
    setRefusal({ code: error.code, message: error.message, triesLeft, retryAt });
    return undefined;
  };

  const askAgain = () => (last.current ? submit(last.current) : Promise.resolve(undefined));

  return { submit, refusal, uncertain, askAgain, reset };
}
