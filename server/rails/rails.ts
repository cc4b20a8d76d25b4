import type { FastifyInstance } from 'fastify';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Rail, Tokenization } from './rail.ts';
import { createBankRail } from './sandbox/bank.ts';
import { type OutcomeListener, registerCallbacks } from './sandbox/callbacks.ts';
import { type CardDetails, createCardRail } from './sandbox/card.ts';
import { createSandboxClient } from './sandbox/client.ts';

export type {
  InquiryOutcome,
  Rail,
  RailOperation,
  RailOrder,
  RailOutcome,
  RawCode,
  RefundOrder,
  TokenizedMethod,
} from './rail.ts';
export type { CardDetails } from './sandbox/card.ts';

export type MethodType = 'card' | 'bank_account';

export interface Rails {
  /** The rail that serves a kind of method. */
  forMethod(type: MethodType): Rail;
  byId(id: string): Rail;
  tokenizeCard(card: CardDetails): Promise<Tokenization>;
  tokenizeBankAccount(account: { accountNumber: string; holderName: string }): Promise<Tokenization>;
  /** Sends a text message to a phone in E.164. Throws service_unavailable when the gateway does not take it. */
  sendSms(message: { reference: string; to: string; text: string }): Promise<void>;
  /** Registers the callback endpoints; outcomes go to `listener`. */
  routes(app: FastifyInstance, listener: OutcomeListener): Promise<void>;
}

export function createRails({ config, clock }: Platform): Rails {
  const call = createSandboxClient(config);
  const card = createCardRail(config, call);
  const bank = createBankRail(call);
  const rails: Record<MethodType, Rail> = { card, bank_account: bank };
  return {
    forMethod: (type) => rails[type],
    byId(id) {
      const rail = Object.values(rails).find((candidate) => candidate.id === id);
      if (rail === undefined) throw new Error(`no rail ${id}`);
      return rail;
    },
    tokenizeCard: card.tokenize,
    tokenizeBankAccount: bank.tokenize,
    async sendSms(message) {
      const answer = await call('POST', '/sms/messages', message);
      if (answer.kind !== 'answered' || answer.status >= 300) throw new ProblemError('service_unavailable');
    },
    routes: (app, listener) => registerCallbacks(app, config, clock, listener),
  };
}
