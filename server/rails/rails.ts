import type { FastifyInstance } from 'fastify';
import type { Incident } from '../../contract/incidents.ts';
import type { Queryable } from '../platform/database/database.ts';
import type { Serve } from '../platform/http/serve.ts';
import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { type NoticeListener, registerCallbacks } from './callback-routes.ts';
import { guard } from './guard.ts';
import { createHealth } from './health.ts';
import { incidentRoutes, viewIncident } from './incidents.ts';
import { readOpenIncidents } from './queries.ts';
import { createBankTransfers, type BankTransfers, type CreditListener } from './iso20022/bank-transfer.ts';
import type { BankAccountDetails, CardDetails, CardRail, Rail, Tokenization } from './rail.ts';
import { createBankRail } from './sandbox/bank.ts';
import { sandboxCallbacks } from './sandbox/callbacks.ts';
import { createCardRail } from './sandbox/card.ts';
import { createSandboxClient } from './sandbox/client.ts';
import { createStripeRail } from './stripe/stripe.ts';

export type { CreditListener } from './iso20022/bank-transfer.ts';
export type { StatementEntry } from './iso20022/messages.ts';
export type {
  CardDetails,
  InquiryOutcome,
  Rail,
  RailNotice,
  RailOperation,
  RailOrder,
  RailOutcome,
  RawCode,
  RefundOrder,
  SettlementLine,
  SettlementReport,
  TokenizedMethod,
} from './rail.ts';

export type MethodType = Rail['methodType'];

export interface Rails {
  readonly all: readonly Rail[];
  /** The rail that serves a kind of method. */
  forMethod(type: MethodType): Rail;
  byId(id: string): Rail;
  /**
   * The rail to send an order through for a stored instrument: its own, or while that does not work, another way to the
   * same instrument that does. Its own when none works.
   */
  route(operation: 'charge' | 'payout', tokenRailId: string): Promise<Rail>;
  /** Ways in and out that do not work now. */
  incidents(q: Queryable): Promise<Incident[]>;
  tokenizeCard(card: CardDetails): Promise<Tokenization>;
  tokenizeBankAccount(account: BankAccountDetails): Promise<Tokenization>;
  /** Sends a text message to a phone in E.164. Throws service_unavailable when the gateway does not take it. */
  sendSms(message: { reference: string; to: string; text: string }): Promise<void>;
  /** The same to a mailbox. */
  sendMail(message: { reference: string; to: string; subject: string; text: string }): Promise<void>;
  /** Bank transfers: our account, and the exchange of files. */
  transfers: Pick<BankTransfers, 'account' | 'exchange' | 'rail'>;
  /** Who is told what rails tell of their own accord, and of money that has come to our account. */
  hear(listeners: { notice: NoticeListener; credit: CreditListener }): void;
  /** Registers the callback endpoints and the incidents. */
  routes(app: FastifyInstance, serve: Serve): Promise<void>;
}

export function createRails(platform: Platform): Rails {
  const { config, clock, jobs, log } = platform;
  let listener: NoticeListener = () => Promise.reject(new Error('nobody hears what rails tell'));
  const health = createHealth(platform);
  const call = createSandboxClient(config);
  const callbacks = sandboxCallbacks(config, clock);
  const card = guard(createCardRail(config, call, callbacks), health, log);
  const bank = guard(createBankRail(call, callbacks), health, log);
  const transfers = createBankTransfers(platform, call, bank.id);
  const stripe = config.stripe && guard(createStripeRail(platform, config.stripe), health, log);
  /** New cards go to the first of these that works. */
  const cards: readonly CardRail[] = stripe === undefined ? [card] : [stripe, card];
  const all: readonly Rail[] = [...cards, bank, transfers.rail];
  const find = (what: string, test: (rail: Rail) => boolean): Rail => {
    const rail = all.find(test);
    if (rail === undefined) throw new Error(`no rail ${what}`);
    return rail;
  };
  const byId = (id: string) => find(id, (rail) => rail.id === id);
  jobs.define(
    'rails.probe',
    () =>
      health.probe(async (railId) => {
        const { status } = await byId(railId).inquire('charge', newId());
        return status !== 'unreachable' && status !== 'unknown';
      }),
    { every: 'minute' },
  );
  return {
    all,
    forMethod: (type) => find(`for ${type}`, ({ methodType }) => methodType === type),
    byId,
    async route(operation, tokenRailId) {
      const own = byId(tokenRailId);
      const others = all.filter(
        (rail) => rail.tokensOf === tokenRailId && rail.operations.includes(operation),
      );
      for (const rail of [own, ...others]) if (await health.works(rail.id, operation)) return rail;
      return own;
    },
    incidents: async (q) => (await readOpenIncidents(q)).map((row) => viewIncident(row, all)),
    async tokenizeCard(details) {
      for (const rail of cards) if (await health.works(rail.id, 'charge')) return rail.tokenize(details);
      return (cards[0] as CardRail).tokenize(details);
    },
    tokenizeBankAccount: (details) => bank.tokenize(details),
    async sendSms(message) {
      const answer = await call('POST', '/sms/messages', message);
      if (answer.kind !== 'answered' || answer.status >= 300) throw new ProblemError('service_unavailable');
    },
    async sendMail(message) {
      const answer = await call('POST', '/mail/messages', message);
      if (answer.kind !== 'answered' || answer.status >= 300) throw new ProblemError('service_unavailable');
    },
    transfers,
    hear(given) {
      listener = given.notice;
      transfers.hear(given);
    },
    async routes(app, serve) {
      incidentRoutes(platform, all, serve);
      await registerCallbacks(app, all, (notice) => listener(notice));
    },
  };
}
