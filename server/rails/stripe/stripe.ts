import { createHash } from 'node:crypto';
import { Stripe } from 'stripe';
import type { Config } from '../../config.ts';
import type { Platform } from '../../platform/platform.ts';
import { outcomeOfRefusal } from '../failure-codes.ts';
import type {
  CardRail,
  InquiryOutcome,
  RailOrder,
  RailOutcome,
  SettlementLine,
  SettlementReport,
  Tokenization,
} from '../rail.ts';
import { referenceIn, stripeCallbacks } from './callbacks.ts';
import { outcomeOfError, outcomeOfIntent, outcomeOfRefund } from './outcomes.ts';
import { insertObject, keepObjectId, markReversed, readObject, type StripeObject } from './queries.ts';

const id = 'stripe';
/** Minor units that Stripe takes in one charge; a number holds them exactly. */
const mostMinorUnits = 99_999_999n;
/** Clocks differ; what we asked for is never much older there than our note of it. */
const clockDifferenceSeconds = 300;
const day = 86_400;

/** A line of theirs that names none of our references still is money: it gets a name of its own, always the same. */
function nameOf(stripeId: string): string {
  const hex = createHash('sha256').update(`stripe ${stripeId}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** A card in Stripe's vault: the customer that holds it, and the method. */
function partsOf(token: string): { customer: string; method: string } | undefined {
  const [, customer, method] = /^(cus_\w+)\/(pm_\w+)$/.exec(token) ?? [];
  return customer === undefined || method === undefined ? undefined : { customer, method };
}

/**
 * Stripe through its official SDK. Each stored card has a Stripe customer of its own; our reference is in the metadata and
 * in the idempotency key of whatever we ask for. An order is noted before it is sent, so that one whose answer was lost is
 * found again in a list, which unlike Stripe's search is never behind.
 */
export function createStripeRail(platform: Platform, settings: NonNullable<Config['stripe']>): CardRail {
  const { db, clock, config } = platform;
  const { hostname, port, protocol } = new URL(settings.url);
  const secure = protocol === 'https:';
  const stripe = new Stripe(settings.secretKey, {
    host: hostname,
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    protocol: secure ? 'https' : 'http',
    timeout: config.railTimeout,
    // What did not answer is asked about. (A connection that was closed, the SDK tries once more, under the same key.)
    maxNetworkRetries: 0,
    telemetry: false,
    appInfo: { name: 'UPay' },
  });

  async function order(details: RailOrder, capture: boolean): Promise<RailOutcome> {
    const { reference, token, amount, currency, payee, description } = details;
    const card = partsOf(token);
    const raw = { network: id, code: card === undefined ? 'invalid_number' : 'amount_too_large' };
    if (card === undefined || amount > mostMinorUnits) return outcomeOfRefusal(raw);
    await insertObject(db, {
      reference,
      operation: 'charge',
      customer: card.customer,
      chargeReference: null,
      createdAt: clock.now(),
    });
    try {
      const intent = await stripe.paymentIntents.create(
        {
          amount: Number(amount),
          currency: currency.toLowerCase(),
          customer: card.customer,
          payment_method: card.method,

          capture_method: capture ? 'automatic' : 'manual',
          confirm: true,
          return_url: `${config.publicUrl}/payments/attempts/${reference}`,
          description: `${payee} ${description}`.slice(0, 500),
          metadata: { reference },
        },
        { idempotencyKey: `charge:${reference}` },
      );
      await keepObjectId(db, reference, intent.id);
      return outcomeOfIntent(intent);
    } catch (error) {
      const intent = (error as Stripe.errors.StripeCardError).payment_intent;
      if (intent !== undefined) await keepObjectId(db, reference, intent.id);
      return outcomeOfError(error);
    }
  }

  async function findIntent(row: StripeObject): Promise<Stripe.PaymentIntent | undefined> {
    if (row.objectId !== null) return stripe.paymentIntents.retrieve(row.objectId);
    const since = Math.floor(row.createdAt.getTime() / 1000) - clockDifferenceSeconds;
    for await (const intent of stripe.paymentIntents.list({
      customer: row.customer as string,
      created: { gte: since },
      limit: 100,
    }))
      if (referenceIn(intent.metadata) === row.reference) {
        await keepObjectId(db, row.reference, intent.id);
        return intent;
      }
    return undefined;
  }

  /** Stripe's id of a charge of ours. */
  async function intentIdOf(reference: string): Promise<string | undefined> {
    const row = await readObject(db, reference);
    return row === undefined ? undefined : (row.objectId ?? (await findIntent(row))?.id);
  }

  async function findRefund(row: StripeObject): Promise<Stripe.Refund | undefined> {
    if (row.objectId !== null) return stripe.refunds.retrieve(row.objectId);
    const intent = await intentIdOf(row.chargeReference as string);
    if (intent === undefined) return undefined;
    for await (const refund of stripe.refunds.list({ payment_intent: intent, limit: 100 }))
      if (referenceIn(refund.metadata) === row.reference) {
        await keepObjectId(db, row.reference, refund.id);
        return refund;
      }
    return undefined;
  }

  const notFound: InquiryOutcome = { status: 'not_found' };

  return {
    id,
    name: { zh: 'Stripe 银行卡收单', en: 'Card acquiring by Stripe' },
    methodType: 'card',
    operations: ['charge', 'refund'],
    callbacks: stripeCallbacks(stripe, settings.webhookSecret, clock),
    charge: (details) => order(details, true),
    authorize: (details) => order(details, false),

    async capture(reference, amount) {
      try {
        const intent = await intentIdOf(reference);
        if (intent === undefined) return { status: 'unknown', reason: 'no such charge' };
        return outcomeOfIntent(
          await stripe.paymentIntents.capture(
            intent,
            { amount_to_capture: Number(amount) },
            { idempotencyKey: `capture:${reference}` },
          ),
        );
      } catch (error) {
        return outcomeOfError(error);
      }
    },

    async refund({ reference, charge, amount }) {
      await insertObject(db, {
        reference,
        operation: 'refund',
        customer: null,
        chargeReference: charge,
        createdAt: clock.now(),
      });
      try {
        const intent = await intentIdOf(charge);
        if (intent === undefined) return { status: 'unknown', reason: 'no such charge' };
        const refund = await stripe.refunds.create(
          { payment_intent: intent, amount: Number(amount), metadata: { reference } },
          { idempotencyKey: `refund:${reference}` },
        );
        await keepObjectId(db, reference, refund.id);
        return outcomeOfRefund(refund);
      } catch (error) {
        return outcomeOfError(error);
      }
    },

    async inquire(_operation, reference) {
      const row = await readObject(db, reference);
      if (row === undefined) return notFound;
      if (row.reversed) {
        const raw = { network: id, code: 'canceled' };
        return outcomeOfRefusal(raw);
      }
      try {
        if (row.operation === 'refund') {
          const refund = await findRefund(row);
          return refund === undefined ? notFound : outcomeOfRefund(refund);
        }
        const intent = await findIntent(row);
        return intent === undefined ? notFound : outcomeOfIntent(intent);
      } catch (error) {
        const outcome = outcomeOfError(error);
        // An inquiry that is refused decides nothing about what it asked for.
        return outcome.status === 'declined' ? { status: 'unknown', reason: outcome.raw.code } : outcome;
      }
    },

    async reverse(reference) {
      const row = await readObject(db, reference);
      if (row === undefined || row.reversed) return;
      try {
        const intent = await findIntent(row);
        if (intent !== undefined) {
          if (intent.status !== 'succeeded' && intent.status !== 'canceled' && intent.status !== 'processing')
            await stripe.paymentIntents.cancel(intent.id);
          return;
        }
        // Uses up the idempotency key for nothing: should the charge still be on its way, Stripe will refuse it. If it has
        // arrived meanwhile, Stripe refuses this.
        const empty = await stripe.paymentIntents.create(
          { amount: 100, currency: 'cny', metadata: { reverses: reference } },
          { idempotencyKey: `charge:${reference}` },
        );
        await markReversed(db, reference);
        await stripe.paymentIntents.cancel(empty.id);
      } catch (error) {
        // What came of it shows in the next inquiry.
        outcomeOfError(error);
      }
    },

    async tokenize({ number, expiryMonth, expiryYear, cvc, holderName }): Promise<Tokenization> {
      try {
        const method = await stripe.paymentMethods.create({
          type: 'card',
          card: { number: number.replaceAll(' ', ''), exp_month: expiryMonth, exp_year: expiryYear, cvc },
          billing_details: { name: holderName },
        });
        // Only a method that is attached to a customer can be used more than once; attaching checks it with the bank.
        const customer = await stripe.customers.create({ payment_method: method.id, name: holderName });
        const { brand, last4, funding } = method.card ?? {};
        const name = brand ?? 'card';
        return {
          status: 'tokenized',
          method: {
            railId: id,
            token: `${customer.id}/${method.id}`,
            network: name,
            bank: { zh: '银行卡', en: 'Card' },
            last4: last4 ?? '0000',
            ...(funding === 'credit' || funding === 'debit' ? { funding } : {}),
            expiryMonth,
            expiryYear,
          },
        };
      } catch (error) {
        const outcome = outcomeOfError(error);
        return outcome.status === 'declined' ? outcome : { status: 'unavailable' };
      }
    },

    async settlementReport(dayText): Promise<SettlementReport> {
      const from = Date.parse(`${dayText}T00:00:00Z`) / 1000;
      if (Number.isNaN(from)) return { status: 'unavailable', reason: 'not a day' };
      const lines: SettlementLine[] = [];
      try {
        for await (const transaction of stripe.balanceTransactions.list({
          created: { gte: from, lt: from + day },
          expand: ['data.source'],
          limit: 100,
        })) {
          const { source } = transaction;
          if (source === null || typeof source === 'string') continue;
          if (source.object !== 'charge' && source.object !== 'refund') continue;
          lines.push({
            operation: source.object,
            reference: referenceIn(source.metadata) ?? nameOf(source.id),
            // Of the movement itself: the balance's own may be in another currency.
            amount: BigInt(source.amount),
            currency: source.currency.toUpperCase(),
            fee: BigInt(transaction.fee),
            processedAt: new Date(transaction.created * 1000),
          });
        }
      } catch (error) {
        const outcome = outcomeOfError(error);
        return { status: 'unavailable', reason: 'reason' in outcome ? outcome.reason : 'refused' };
      }
      return { status: 'available', lines };
    },
  };
}
