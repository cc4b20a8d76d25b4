import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type Params = Record<string, string>;
type Json = Record<string, unknown>;
interface Answer {
  status: number;
  body: Json;
}
type Fault = 'drop_before' | 'drop_after' | 500 | 429;

/** Card numbers of docs.stripe.com/testing, and what they lead to. */
const declines: Record<string, { code: string; decline_code?: string }> = {
  '4000000000000002': { code: 'card_declined', decline_code: 'generic_decline' },
  '4000000000009995': { code: 'card_declined', decline_code: 'insufficient_funds' },
  '4000000000009987': { code: 'card_declined', decline_code: 'lost_card' },
  '4000000000000069': { code: 'expired_card' },
  '4000000000000127': { code: 'incorrect_cvc' },
  '4000000000000119': { code: 'processing_error' },
  '4100000000000019': { code: 'card_declined', decline_code: 'fraudulent' },
};
const authenticates = '4000002500003155';

const idOf = (prefix: string) => `${prefix}_${randomBytes(12).toString('hex')}`;
const fail = (status: number, error: Json): Answer => ({ status, body: { error } });
const missing = (what: string) =>
  fail(404, { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${what}` });

/** Stands for api.stripe.com: answers in Stripe's published shapes, keeps idempotency keys, and fails on demand. */
export async function startStripe() {
  const cards = new Map<string, string>();
  const customers = new Set<string>();
  const intents = new Map<string, Json>();
  const refunds = new Map<string, Json>();
  const charges = new Map<string, Json>();
  const keys = new Map<string, { params: string; answer: Answer }>();
  const faults: Array<{ path: RegExp; fault: Fault }> = [];
  const requests: Array<{ path: string; key: string | undefined; version: string | undefined }> = [];

  const created = () => Math.floor(Date.now() / 1000);
  const metadataOf = (params: Params) =>
    Object.fromEntries(
      Object.entries(params).flatMap(([name, value]) => {
        const [, key] = /^metadata\[(\w+)\]$/.exec(name) ?? [];
        return key === undefined ? [] : [[key, value]];
      }),
    );

  function captured(intent: Json, amount: number): void {
    const charge = {
      id: idOf('ch'),
      object: 'charge',
      amount,
      currency: intent.currency,
      metadata: intent.metadata,
      payment_intent: intent.id,
      created: created(),
    };
    charges.set(charge.id, charge);
    Object.assign(intent, { status: 'succeeded', amount_received: amount, latest_charge: charge.id });
  }

  function createIntent(params: Params): Answer {
    const intent: Json = {
      id: idOf('pi'),
      object: 'payment_intent',
      amount: Number(params.amount),
      amount_received: 0,
      currency: params.currency,
      customer: params.customer ?? null,
      payment_method: params.payment_method ?? null,
      capture_method: params.capture_method ?? 'automatic',
      metadata: metadataOf(params),
      status: 'requires_payment_method',
      last_payment_error: null,
      next_action: null,
      latest_charge: null,
      created: created(),
    };
    intents.set(intent.id as string, intent);
    if (params.confirm !== 'true') return { status: 200, body: intent };
    const number = cards.get(params.payment_method ?? '');
    if (number === undefined || !customers.has(params.customer ?? '')) return missing('payment_method');
    const decline = declines[number];
    if (decline !== undefined) {
      const error = { type: 'card_error', message: 'Your card was declined.', ...decline };
      intent.last_payment_error = error;
      return fail(402, { ...error, payment_intent: intent });
    }
    if (number === authenticates) {
      const url = `https://hooks.stripe.com/redirect/${String(intent.id)}`;
      Object.assign(intent, {
        status: 'requires_action',
        next_action: { type: 'redirect_to_url', redirect_to_url: { url, return_url: params.return_url } },
      });
    } else if (intent.capture_method === 'manual') intent.status = 'requires_capture';
    else captured(intent, intent.amount as number);
    return { status: 200, body: intent };
  }

  function createRefund(params: Params): Answer {
    const intent = intents.get(params.payment_intent ?? '');
    if (intent === undefined) return missing('payment_intent');
    const given = [...refunds.values()]
      .filter((refund) => refund.payment_intent === intent.id)
      .reduce((sum, refund) => sum + (refund.amount as number), 0);
    const left = (intent.amount_received as number) - given;
    const tooMuch = {
      type: 'invalid_request_error',
      message: 'Refund amount is greater than unrefunded amount',
    };
    if (left === 0) return fail(400, { ...tooMuch, code: 'charge_already_refunded' });
    if (Number(params.amount) > left) return fail(400, { ...tooMuch, param: 'amount' });
    const refund: Json = {
      id: idOf('re'),
      object: 'refund',
      amount: Number(params.amount),
      currency: intent.currency,
      payment_intent: intent.id,
      metadata: metadataOf(params),
      status: 'succeeded',
      failure_reason: null,
      created: created(),
    };
    refunds.set(refund.id as string, refund);
    return { status: 200, body: refund };
  }

  const list = (data: Json[], url: string): Answer => ({
    status: 200,
    body: { object: 'list', url, has_more: false, data },
  });

  function get(path: string, query: Params): Answer {
    const [, collection = '', id] = /^\/v1\/(\w+)(?:\/(\w+))?$/.exec(path) ?? [];
    if (id !== undefined) {
      const found = collection === 'payment_intents' ? intents.get(id) : refunds.get(id);
      return found === undefined ? missing(collection) : { status: 200, body: found };
    }
    if (collection === 'payment_intents')
      return list(
        [...intents.values()].filter((intent) => intent.customer === query.customer),
        path,
      );
    if (collection === 'refunds')
      return list(
        [...refunds.values()].filter((refund) => refund.payment_intent === query.payment_intent),
        path,
      );
    if (collection !== 'balance_transactions') return missing(collection);
    const sources = [...charges.values(), ...refunds.values()];
    return list(
      sources
        .filter((source) => (source.created as number) >= Number(query['created[gte]']))
        .filter((source) => (source.created as number) < Number(query['created[lt]']))
        .map((source) => ({
          id: idOf('txn'),
          object: 'balance_transaction',
          amount: source.object === 'refund' ? -(source.amount as number) : source.amount,
          currency: source.currency,
          fee: source.object === 'refund' ? 0 : 59,
          created: source.created,
          source,
        })),
      path,
    );
  }

  function post(path: string, params: Params): Answer {
    const [, id, action] = /^\/v1\/payment_intents\/(\w+)\/(capture|cancel)$/.exec(path) ?? [];
    const intent = intents.get(id ?? '');
    if (action !== undefined) {
      if (intent === undefined) return missing('payment_intent');
      const state = {
        type: 'invalid_request_error',
        code: 'payment_intent_unexpected_state',
        message: 'No.',
      };
      if (action === 'cancel') {
        if (intent.status === 'succeeded') return fail(400, state);
        intent.status = 'canceled';
      } else if (intent.status === 'requires_capture') captured(intent, Number(params.amount_to_capture));
      else return fail(400, state);
      return { status: 200, body: intent };
    }
    switch (path) {
      case '/v1/payment_methods': {
        const number = params['card[number]'] ?? '';
        if (!/^\d{12,19}$/.test(number) || number === '4242424242424241')
          return fail(402, {
            type: 'card_error',
            code: 'incorrect_number',
            message: 'Your card number is incorrect.',
          });
        const method = idOf('pm');
        cards.set(method, number);
        const card = {
          brand: number.startsWith('5') ? 'mastercard' : 'visa',
          last4: number.slice(-4),
          funding: 'credit',
        };
        return { status: 200, body: { id: method, object: 'payment_method', type: 'card', card } };
      }
      case '/v1/customers': {
        const customer = idOf('cus');
        customers.add(customer);
        return { status: 200, body: { id: customer, object: 'customer' } };
      }
      case '/v1/payment_intents':
        return createIntent(params);
      case '/v1/refunds':
        return createRefund(params);
      default:
        return missing(path);
    }
  }

  /** The first answer under a key is its answer for good; other parameters under it are an error. */
  function postOnce(path: string, params: Params, key: string | undefined): Answer {
    const asked = JSON.stringify([path, params]);
    const known = key === undefined ? undefined : keys.get(key);
    if (known !== undefined)
      return known.params === asked
        ? known.answer
        : fail(400, {
            type: 'idempotency_error',
            message: 'Keys for idempotent requests can only be used with the same parameters.',
          });
    const answer = post(path, params);
    if (key !== undefined) keys.set(key, { params: asked, answer: structuredClone(answer) });
    return answer;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stripe');
    const body = Object.fromEntries(new URLSearchParams(await text(request)));
    const key = request.headers['idempotency-key']?.toString();
    requests.push({ path: pathname, key, version: request.headers['stripe-version']?.toString() });
    const place = faults.findIndex(({ path }) => path.test(`${request.method} ${pathname}`));
    const [strike] = place < 0 ? [] : faults.splice(place, 1);
    if (strike?.fault === 'drop_before') return void request.socket.destroy();
    let answer: Answer;
    if (request.headers.authorization !== 'Bearer sk_test_upay')
      answer = fail(401, { type: 'invalid_request_error', message: 'Invalid API Key provided' });
    else if (strike?.fault === 500) answer = fail(500, { type: 'api_error', message: 'Sorry' });
    else if (strike?.fault === 429)
      answer = fail(429, { type: 'rate_limit_error', code: 'rate_limit', message: 'Too many' });
    else if (request.method === 'GET') answer = get(pathname, Object.fromEntries(searchParams));
    else answer = postOnce(pathname, body, key);
    if (strike?.fault === 'drop_after') return void request.socket.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json', 'request-id': idOf('req') });
    response.end(JSON.stringify(answer.body));
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    intents,
    requests,
    /** Strikes the next call of this kind; a dropped connection, the SDK tries once more, so that is dropped twice. */
    setFault(path: RegExp, fault: Fault): void {
      const times = typeof fault === 'string' ? 2 : 1;
      for (let time = 0; time < times; time++) faults.push({ path, fault });
    },
    /** What Stripe would send to the callback address, signed as it signs. */
    event(type: string, object: Json, change: { secret?: string; at?: number } = {}) {
      const body = JSON.stringify({ id: idOf('evt'), object: 'event', type, data: { object } });
      const at = change.at ?? created();
      const signature = createHmac('sha256', change.secret ?? 'whsec_upay')
        .update(`${at}.${body}`)
        .digest('hex');
      return { body, headers: { 'stripe-signature': `t=${at},v1=${signature}` } };
    },
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}
