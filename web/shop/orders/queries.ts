import { queryOptions } from '@tanstack/react-query';
import type { OrderLine } from '../catalogue.ts';
import type { Order } from '../order.ts';
import { pageLocale } from '../../shared/i18n/i18n.ts';

/** The shop's backend refused, or did not answer (status 0). */
export class ShopError extends Error {
  override readonly name = 'ShopError';
  readonly status: number;
  /** Why, where the shop says so. */
  readonly code: string | undefined;

  constructor(status: number, { cause, code }: { cause?: unknown; code?: string | undefined } = {}) {
    super(`the shop answered ${status}`, { cause });
    this.status = status;
    this.code = code;
  }
}

export async function ask<Result = Order>(path: string, init: RequestInit = {}): Promise<Result> {
  let response: Response;
  try {
    response = await fetch(`/shop/api${path}`, {
      ...init,
      headers: { accept: 'application/json', 'accept-language': pageLocale(), ...init.headers },
    });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ShopError(0, { cause: error });
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as { code?: string };
    throw new ShopError(response.status, { code: problem.code });
  }
  return (await response.json()) as Result;
}

/** Places an order. Asked again under the same key, it is the same order. */
export function placeOrder(lines: readonly OrderLine[], key: string): Promise<Order> {
  return ask('/orders', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ lines }),
  });
}

/** Gives back all of an order; asked again, it is the same refund. */
export function refundOrder(id: string): Promise<Order> {
  return ask(`/orders/${encodeURIComponent(id)}/refund`, { method: 'POST' });
}

/** Ends an order that nobody has paid; answered as it stands where somebody has, or is paying. */
export function cancelOrder(id: string): Promise<Order> {
  return ask(`/orders/${encodeURIComponent(id)}/cancellation`, { method: 'POST' });
}

/** An order as it stands; asked again while it may still be paid in another tab. */
export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: ['orders', id],
    queryFn: ({ signal }) => ask(`/orders/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state }) => (isSettling(state.data) ? 5_000 : false),
  });

/** It may yet be paid, UPay has still to tell of it, or its money is on the way back. */
function isSettling(order: Order | undefined): boolean {
  if (order === undefined) return false;
  return (
    order.status === 'open' ||
    order.refund?.status === 'processing' ||
    (order.status === 'paid' && !order.told)
  );
}
