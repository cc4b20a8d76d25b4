import type { MessageContent, ScreenContext } from '../../contract/support.ts';
import { readConfig } from '../../server/config.ts';
import { createGuides, type Guides } from '../../server/guides/guides.ts';
import { appendAudit, type CustomerProfile, type Identity } from '../../server/identity/identity.ts';
import { createPlatform, type Platform } from '../../server/platform/platform.ts';
import { ProblemError } from '../../server/platform/problem.ts';
import { leaveQueue } from '../../server/support/handoff.ts';
import { openConversation } from '../../server/support/open-conversation.ts';
import { createSupport, type Support } from '../../server/support/support.ts';
import { createTestDatabase } from './database.ts';
import { createScriptedPayments, type ScriptedPayments } from './scripted-payments.ts';

function createFewCustomers(locked: ReadonlySet<string>): Identity {
  const profile = (id: string): CustomerProfile => ({
    id,
    name: '张三',
    maskedName: '*三',
    phone: '+8613800138000',
    maskedContact: '138****8000',
    language: 'zh',
    status: locked.has(id) ? 'locked' : 'active',
    hasPaymentPassword: true,
    registeredAt: new Date('2026-01-01T00:00:00Z'),
  });
  const none = () => Promise.reject(new ProblemError('not_signed_in'));
  return {
    authenticators: { customer: none, staff: none },
    watchers: { customer: none, staff: none },
    endedSessions: none,
    customers: async (_q, ids) => new Map(ids.map((id) => [id, profile(id)])),
    isLoggedIn: none,
    findCustomer: async () => undefined,
    staffNames: async () => new Map(),
    lockPaymentPasswords: none,
    createStaff: none,
    staffAdministration: { invite: none, reset: none, disable: none, changeRole: none, list: none },
    audit: { append: appendAudit },
    checkUp: none,
    stepUps: { required: none, consume: none },
    approvals: { request: none, approve: none, consume: none, find: none, list: none },
    verifications: {
      reachableLevel: none,
      request: none,
      find: none,
      prove: none,
      proveInRecovery: none,
      list: none,
    },
    locks: {
      stateOf: none,
      lockForAbnormalTransactions: none,
      freeze: none,
      unlock: none,
      unfreeze: none,
      endSessions: none,
    },
    setDailyLimit: none,
    notify: none,
    personalData: { contribute: () => undefined },
    assistRecovery: none,
    recovering: none,
    recoveryProgress: async () => [],
    hotline: { requestCode: none, freeze: none },
    unmask: none,
    routes: () => undefined,
  };
}

export interface TestHouse {
  platform: Platform;
  payments: ScriptedPayments;
  identity: Identity;
  support: Support;
  guides: Guides;
  /** Customers whose accounts are locked. */
  locked: Set<string>;
  pass(milliseconds: number): void;
  /** Contacts support from a screen. */
  open(customerId: string, context?: ScreenContext): Promise<string>;
  leaveQueue(customerId: string, conversationId: string): Promise<void>;
  /** Everything a customer would see in the conversation, oldest first. */
  contents(conversationId: string): Promise<MessageContent[]>;
  publish(topic: string, paymentId: string, customerId: string): Promise<void>;
  stop(): Promise<void>;
}

/** Platform, support and guides as they are, on a database of their own; only payments and customers are scripted. */
export async function startHouse(env: Record<string, string> = {}): Promise<TestHouse> {
  const database = await createTestDatabase();
  let ahead = 0;
  const config = readConfig({
    UPAY_DATABASE_URL: database.url,
    UPAY_DATABASE_CONNECTIONS: '12',
    UPAY_PEPPER: Buffer.alloc(32, 7).toString('base64'),
    UPAY_SANDBOX_URL: 'http://127.0.0.1:9',
    UPAY_SANDBOX_KEY: 'none',
    UPAY_SANDBOX_CALLBACK_SECRET: 'none',
    UPAY_LOG_LEVEL: 'silent',
    ...env,
  });
  const platform = createPlatform(config, { now: () => new Date(Date.now() + ahead) });
  const locked = new Set<string>();
  const payments = createScriptedPayments();
  const identity = createFewCustomers(locked);
  const support = createSupport(platform, { identity, payments });
  const guides = createGuides(platform, {
    identity,
    rails: { incidents: async () => [] },
    payments,
    support,
  });
  return {
    platform,
    payments,
    identity,
    support,
    guides,
    locked,
    pass: (milliseconds) => {
      ahead += milliseconds;
    },
    open: (customerId, context = { screen: 'home' }) =>
      openConversation(platform, identity, { customerId, context, language: 'zh' }),
    leaveQueue: (customerId, conversationId) => leaveQueue(platform, customerId, conversationId),
    contents: async (conversationId) =>
      (await support.live.messagesAfter(conversationId, 0, 500)).map(({ content }) => content),
    publish: (topic, paymentId, customerId) =>
      platform.db.transaction(async (tx) =>
        platform.events.append(tx, [{ topic, subjectId: paymentId, payload: { customerId } }]),
      ),
    async stop() {
      await platform.events.stop();
      await platform.jobs.stop();
      await platform.db.close();
      await database.drop();
    },
  };
}

/** Tries again until `check` no longer throws, for what follows by itself. */
export async function eventually<Value>(
  check: () => Value | Promise<Value>,
  milliseconds = 10_000,
): Promise<Value> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((done) => setTimeout(done, 20));
    }
  }
}
