import { queryOptions } from '@tanstack/react-query';
import type { OrderLine } from '../catalogue.ts';
import type { Order } from '../order.ts';
import { pageLocale } from '../../shared/i18n/i18n.ts';

/** The shop's backend refused, or did not answer (status 0). */
export class ShopError extends Error {
  override readonly name = 'ShopError';
  readonly status: number;

  constructor(status: number, cause?: unknown) {
    super(`the shop answered ${status}`, { cause });
    this.status = status;
  }
}

async function ask(path: string, init: RequestInit = {}): Promise<Order> {
  let response: Response;
  try {
    response = await fetch(`/shop/api/orders${path}`, {
      ...init,
      headers: { accept: 'application/json', 'accept-language': pageLocale(), ...init.headers },
    });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ShopError(0, error);
  }
  if (!response.ok) throw new ShopError(response.status);
  return (await response.json()) as Order;
}

/** Places an order. Asked again under the same key, it is the same order. */
export function placeOrder(lines: readonly OrderLine[], key: string): Promise<Order> {
  return ask('', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ lines }),
  });
}

/** Gives back all of an order; asked again, it is the same refund. */
export function refundOrder(id: string): Promise<Order> {
  return ask(`/${encodeURIComponent(id)}/refund`, { method: 'POST' });
}

/** An order as it stands; asked again while it may still be paid in another tab. */
export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: ['orders', id],
    queryFn: ({ signal }) => ask(`/${encodeURIComponent(id)}`, { signal }),
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
