import { randomInt } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { generateSecret } from 'otplib';
import { staffCredentials } from '../../tests/support/authenticator.ts';
import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts';
import type { Staff } from '../../contract/identity.ts';
import type { Conversation, DeskConversation, DeskDetail, Message } from '../../contract/support.ts';
import { temporaryFolder } from '../../tests/support/process.ts';
import { readConfig } from '../config.ts';
import { createIdentity, type Identity, scaledLimits } from '../identity/identity.ts';
import { createLedger } from '../ledger/ledger.ts';
import { createPayments, type Payments } from '../payments/payments.ts';
import { createHttp } from '../platform/http/http.ts';
import { createServe } from '../platform/http/serve.ts';
import { newId } from '../platform/ids.ts';
import { createPlatform, type Platform } from '../platform/platform.ts';
import { createRails } from '../rails/rails.ts';
import { createSupport, type Support } from './support.ts';

export const password = 'Kestrel over the harbour 7';

export interface Answer<Body> {
  status: number;
  body: Body & { code?: string };
}

/** Somebody who is logged in, at any node. */
export interface Person {
  id: string;
  name: string;
  cookie: string;
  // biome-ignore lint/suspicious/noExplicitAny: each call names what it expects
  call<Body = any>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>;
  /** The same person calling another node. */
  at(node: Node): Person;
}

export interface Node {
  platform: Platform;
  identity: Identity;
  payments: Payments;
  support: Support;
  app: FastifyInstance;
  stop(): Promise<void>;
}

/** Support on real identity, ledger and payments, behind real HTTP; several nodes can share one database. */
export interface TestDesk extends Node {
  database: TestDatabase;
  addNode(): Promise<Node>;
  /** Turns every node's clock forward. */
  pass(milliseconds: number): void;
  /** From here on nobody waits, has a conversation or is at work. */
  goHome(): Promise<void>;
  /** Turns them on to the next Sunday noon in Shanghai, when nobody is expected at work. */
  passToSunday(): void;
  customer(language?: 'zh' | 'en'): Promise<Person>;
  /** The newest text message to a customer. */
  smsTo(customer: Person): string;
  staff(role?: Staff['role']): Promise<Person>;
}

type Extend = (app: FastifyInstance, node: Omit<Node, 'app' | 'stop'>) => void;

export async function startDesk(extend?: Extend): Promise<TestDesk> {
  const database = await createTestDatabase();
  const folder = temporaryFolder();
  let ahead = 0;
  const nodes: Node[] = [];
  const sms = new Map<string, string>();
  const phones = new Map<string, string>();
  let people = 0;

  async function startNode(): Promise<Node> {
    const config = readConfig({
      UPAY_DATABASE_URL: database.url,
      UPAY_DATABASE_CONNECTIONS: '12',
      UPAY_PEPPER: Buffer.alloc(32, 7).toString('base64'),
      UPAY_SANDBOX_URL: 'http://127.0.0.1:9',
      UPAY_SANDBOX_KEY: 'none',
      UPAY_SANDBOX_CALLBACK_SECRET: 'none',
      UPAY_LOG_LEVEL: 'silent',
      UPAY_FILES: folder.path,
    });
    const platform = createPlatform(config, { now: () => new Date(Date.now() + ahead) });
    const identity = createIdentity(platform, {
      limits: scaledLimits(100_000),
      sendMail: async () => undefined,
      async sendSms({ to, text }) {
        sms.set(to, text);
      },
    });
    const ledger = createLedger(platform.db);
    const payments = createPayments(platform, { identity, ledger, rails: createRails(platform) });
    const support = createSupport(platform, { identity, payments });
    const app = await createHttp(config, platform.log, platform.metrics);
    const serve = createServe(app, {
      authenticators: { ...identity.authenticators, ...payments.authenticators },
      checkResults: true,
    });
    identity.routes(serve);
    await payments.routes(app, serve);
    support.routes(serve);
    extend?.(app, { platform, identity, payments, support });
    const node: Node = {
      platform,
      identity,
      payments,
      support,
      app,
      async stop() {
        await app.close();
        await platform.db.close();
      },
    };
    nodes.push(node);
    return node;
  }

  function person(node: Node, known: Pick<Person, 'id' | 'name' | 'cookie'>): Person {
    return {
      ...known,
      async call(method, path, body, headers) {
        const response = await node.app.inject({
          method,
          url: `/api${path}`,
          headers: { cookie: known.cookie, ...headers },
          ...(body === undefined ? {} : { payload: body }),
        });
        return { status: response.statusCode, body: response.body === '' ? {} : response.json() } as never;
      },
      at: (other) => person(other, known),
    };
  }

  async function post(url: string, payload: object) {
    const response = await first.app.inject({ method: 'POST', url: `/api${url}`, payload });
    if (response.statusCode >= 300) throw new Error(`${url}: ${response.body}`);
    const cookie = response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    return { body: response.json(), cookie };
  }

  const first = await startNode();
  return {
    ...first,
    database,
    addNode: startNode,
    pass(milliseconds) {
      ahead += milliseconds;
    },
    async goHome() {
      await first.platform.db.query(
        `with gone as (delete from support.queue), closed as (
           update support.assignment set ended_at = now() where ended_at is null),
         home as (update support.agent set presence = 'offline', seen_at = null)
         update support.conversation set status = 'assistant', agent_id = null, snoozed_until = null
         where status in ('queued', 'assigned')`,
      );
    },
    passToSunday() {
      const now = Date.now() + ahead;
      const sunday = Date.UTC(2026, 0, 4, 4);
      const week = 7 * 86_400_000;
      ahead += sunday + Math.ceil((now - sunday) / week) * week - now;
    },
    async customer(language = 'zh') {
      const phone = `+86138${String(randomInt(10_000)).padStart(4, '0')}${String(++people).padStart(4, '0')}`;
      const { body: challenge } = await post('/registrations', { phone, language });
      const code = /\b\d{6}\b/.exec(sms.get(phone) ?? '')?.[0];
      const { body, cookie } = await post(`/registrations/${challenge.id}/completion`, {
        code,
        name: '欧阳小明',
        password,
      });
      phones.set(body.id, phone);
      return person(first, { id: body.id, name: body.name, cookie });
    },
    smsTo: ({ id }) => sms.get(phones.get(id) ?? '') ?? '',
    async staff(role = 'agent') {
      const email = `staff-${++people}@upay.example`;
      const authenticatorSecret = generateSecret();
      const staff = { email, name: `小${people}`, role, password, authenticatorSecret };
      const { id, name } = await first.identity.createStaff(staff);
      const credentials = await staffCredentials(staff, () => Date.now() + ahead);
      const { cookie } = await post('/staff/sessions', credentials);
      return person(first, { id, name, cookie });
    },
    async stop() {
      for (const node of nodes) await node.stop();
      await database.drop();
      folder.remove();
    },
  };
}

/** Contacts support, from the home screen unless told otherwise. */
export async function open(customer: Person, context: object = { screen: 'home' }): Promise<Conversation> {
  const { body } = await customer.call('POST', '/conversations', { context, language: 'zh' });
  return body;
}

export async function openAndQueue(customer: Person): Promise<Conversation> {
  const { id } = await open(customer);
  return (await customer.call<Conversation>('POST', `/conversations/${id}/handoff`)).body;
}

export function say(customer: Person, conversationId: string, text: string, clientMessageId = newId()) {
  return customer.call<Message>('POST', `/conversations/${conversationId}/messages`, {
    clientMessageId,
    text,
  });
}

export function answer(
  agent: Person,
  conversationId: string,
  text: string,
  kind: 'reply' | 'note' = 'reply',
) {
  return agent.call<Message>('POST', `/desk/conversations/${conversationId}/messages`, {
    clientMessageId: newId(),
    kind,
    text,
  });
}

export const take = (agent: Person, conversationId: string) =>
  agent.call<DeskDetail>('POST', `/desk/conversations/${conversationId}/assignment`);

export const close = (agent: Person, conversationId: string, more: object = {}) =>
  agent.call<DeskConversation>('POST', `/desk/conversations/${conversationId}/closing`, {
    resolution: 'resolved',
    ...more,
  });

export async function transcript(customer: Person, conversationId: string): Promise<Message[]> {
  return (await customer.call<{ messages: Message[] }>('GET', `/conversations/${conversationId}/messages`))
    .body.messages;
}
