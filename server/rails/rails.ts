import type { FastifyInstance } from 'fastify';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { type NoticeListener, registerCallbacks } from './callback-routes.ts';
import type { BankAccountDetails, CardDetails, Rail, Tokenization } from './rail.ts';
import { createBankRail } from './sandbox/bank.ts';
import { sandboxCallbacks } from './sandbox/callbacks.ts';
import { createCardRail } from './sandbox/card.ts';
import { createSandboxClient } from './sandbox/client.ts';

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
  tokenizeCard(card: CardDetails): Promise<Tokenization>;
  tokenizeBankAccount(account: BankAccountDetails): Promise<Tokenization>;
  /** Sends a text message to a phone in E.164. Throws service_unavailable when the gateway does not take it. */
  sendSms(message: { reference: string; to: string; text: string }): Promise<void>;
  /** Registers the callback endpoints; what rails tell goes to `listener`. */
  routes(app: FastifyInstance, listener: NoticeListener): Promise<void>;
}

export function createRails({ config, clock }: Platform): Rails {
  const call = createSandboxClient(config);
  const callbacks = sandboxCallbacks(config, clock);
  const card = createCardRail(config, call, callbacks);
  const bank = createBankRail(call, callbacks);
  const all: readonly Rail[] = [card, bank];
  const find = (what: string, test: (rail: Rail) => boolean): Rail => {
    const rail = all.find(test);
    if (rail === undefined) throw new Error(`no rail ${what}`);
    return rail;
  };
  return {
    all,
    forMethod: (type) => find(`for ${type}`, ({ methodType }) => methodType === type),
    byId: (id) => find(id, (rail) => rail.id === id),
    tokenizeCard: (details) => card.tokenize(details),
    tokenizeBankAccount: (details) => bank.tokenize(details),
    async sendSms(message) {
      const answer = await call('POST', '/sms/messages', message);
      if (answer.kind !== 'answered' || answer.status >= 300) throw new ProblemError('service_unavailable');
    },
    routes: (app, listener) => registerCallbacks(app, all, listener),
  };
}
