import type {
  Conversation,
  DeskConversation,
  Message,
  MessageContent,
  ScreenContext,
} from '../../contract/support.ts';
import type { GuideArea } from '../../contract/guides.ts';
import type { Language, LocalizedText } from '../../contract/text.ts';
import type { Identity } from '../identity/identity.ts';
import type { Payments } from '../payments/payments.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Callers, Serve } from '../platform/http/serve.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { refuseAgent, refuseReader } from './access.ts';
import { actionRoutes } from './actions/routes.ts';
import { linkRoutes } from './hands/links.ts';
import { handsRoutes } from './hands/routes.ts';
import { append } from './append.ts';
import { createAttachments } from './attachments.ts';
import { auditRefusals } from './audit.ts';
import { type Callbacks, createCallbacks } from './callbacks/callbacks.ts';
import { closeAlone, defineQuietClosing } from './close-alone.ts';
import { type Complaints, createComplaints } from './complaints/complaints.ts';
import { diagnosticsRoutes } from './diagnostics.ts';
import { enqueue } from './handoff.ts';
import { createLive } from './live.ts';
import { findConversation, setArea, setTopic } from './queries.ts';
import { supportRoutes } from './routes.ts';
import { createRouting, type Routing } from './routing/routing.ts';
import { consumeForReports, reportRoutes } from './reports/reports.ts';
import { routingRoutes } from './routing/routes.ts';
import { supportPersonalData } from './personal-data.ts';
import { forecastWait } from './surge.ts';
import { indexAgain, indexOpen } from './words-said.ts';
import { createViews } from './views.ts';

export { isOpenCallback } from './callbacks/callbacks.ts';
export { spanText } from './words.ts';
export type { CallbackWindow } from './callbacks/callbacks.ts';

export type ConversationStatus = Conversation['status'];

export interface Sender {
  kind: Message['sender']['kind'];
  id?: string;
  name?: string;
}

export interface NewMessage {
  id?: string;
  conversationId: string;
  sender: Sender;
  content: MessageContent;
  /** Makes the message idempotent: one of each sender kind is kept per conversation. */
  clientMessageId?: string;
}

export interface ConversationRecord {
  id: string;
  customerId: string;
  status: ConversationStatus;
  language: Language;
  agentId?: string;
  topic?: LocalizedText;
  /** Where the customer came from last. */
  context?: ScreenContext;
  lastSequence: number;
}

export interface HandoffRequest {
  reason: 'requested' | 'unsure' | 'guide';
  topic?: LocalizedText;
  priority: 'normal' | 'urgent';
  /** What whoever serves it should know about. */
  skill?: Skill | undefined;
}

/** An area of the guides is what agents are good at, too. */
export type Skill = GuideArea;
export type Priority = HandoffRequest['priority'];
export type Customer = Callers['customer'];
export type Staff = Callers['staff'];

/** Who reads a conversation live. */
export type Reader = { kind: 'customer'; caller: Customer } | { kind: 'staff'; caller: Staff };

/** How far each side has read, and how far its client has it. */
export type ReadPositions = Record<'customer' | 'agent', { sequence: number; delivered: number }>;

/** What is published on the bus topic `inbox` when a conversation has changed. */
export type InboxChange = { conversationId: string; customerId: string } & (
  | {
      /** Only messages were added. */
      change: 'message';
      status: ConversationStatus;
      agentId: string | null;
    }
  /** Its status, agent, priority, topic or rating changed. */
  | { change: 'state' }
);

/** What the live channel needs; every call is bulk or coalesced by its caller. */
export interface LiveSupport {
  /** Persisted when it resolves. Refuses with not_found, conversation_closed, too_many_requests. */
  sendAsCustomer(
    customer: Customer,
    conversationId: string,
    message: { clientMessageId: string; text: string },
  ): Promise<Message>;
  /** Persisted when it resolves. Refuses with not_found, not_allowed, conversation_closed. */
  sendAsStaff(
    staff: Staff,
    conversationId: string,
    message: { clientMessageId: string; kind: 'reply' | 'note'; text: string },
  ): Promise<Message>;
  /** Throws not_found / not_allowed unless this reader may read the conversation. */
  requireReader(
    reader: Reader,
    conversationId: string,
  ): Promise<{
    lastSequence: number;
    read: ReadPositions;
    /** False for a supervisor who only reads. */
    takesPart: boolean;
  }>;
  /** Messages with a greater sequence number, oldest first, notes too; at most `limit`. */
  messagesAfter(conversationId: string, after: number, limit: number): Promise<Message[]>;
  /** Of conversations that have been delivered so far, those that have come further, with their last sequence number. */
  conversationsAhead(positions: ReadonlyMap<string, number>): Promise<Map<string, number>>;
  /** Keeps the furthest position; publishes it when it moved. */
  mark(reader: Reader, conversationId: string, sequence: number, reached: 'received' | 'read'): Promise<void>;
  /** The open conversations of these customers, and the closed ones named, as the customers see them. */
  customerConversations(
    customerIds: readonly string[],
    conversationIds: readonly string[],
  ): Promise<Array<{ customerId: string; conversation: Conversation }>>;
  /** These conversations as the inbox shows them, with everything a supervisor may see. */
  deskConversations(conversationIds: readonly string[]): Promise<DeskConversation[]>;
  /** The part of an inbox entry that this member of staff may see. */
  visibleTo(staff: Staff, conversation: DeskConversation): DeskConversation;
}

/** Conversations between customers, the assistant and agents, and the queue for people. */
export interface Support {
  /**
   * Adds messages in bulk, in the order given, in any conversations: assigns the next sequence numbers under the
   * conversations' row locks (taken in id order), publishes after commit, emits `conversation.message`. A message whose
   * clientMessageId this sender kind has used in the conversation is kept once; the first is returned in its place.
   * @throws not_found for a conversation that does not exist; closed ones take late messages
   */
  append(tx: Transaction, messages: readonly NewMessage[]): Promise<Message[]>;
  conversation(q: Queryable, id: string): Promise<ConversationRecord | undefined>;
  /** All there ever were, for who keeps something about conversations. */
  conversationIdsOf(q: Queryable, customerId: string): Promise<string[]>;
  /** Puts a conversation into the queue for people; no effect if it is there, has an agent or is closed. */
  enqueue(tx: Transaction, conversationId: string, request: HandoffRequest): Promise<void>;
  /** The wait of somebody who would join the queue now, and whether it is so long that other ways are offered first. */
  forecastWait(q: Queryable, language: Language): Promise<{ expectedWaitSeconds: number; surge: boolean }>;
  setTopic(tx: Transaction, conversationId: string, topic: LocalizedText): Promise<void>;
  /** What it is about, for the reports, while it is with the assistant; whoever queues it says what serving it takes. */
  setArea(tx: Transaction, conversationId: string, area: Skill): Promise<void>;
  /**
   * Closes a conversation that the assistant has solved and asks for a rating.
   * @returns false, and no effect, where a person has it or waits for one, and where it is closed
   */
  closeSolved(tx: Transaction, conversationId: string): Promise<boolean>;
  /**
   * The conversation, if this member of staff may `act` in it (has it, and it is open) or `read` it (has or had it, or
   * is a supervisor). Refuses with not_found, not_allowed, conversation_closed; a refusal is audited.
   */
  requireAgent(
    q: Queryable,
    staff: Staff,
    conversationId: string,
    access?: 'act' | 'read',
  ): Promise<ConversationRecord>;
  readonly live: LiveSupport;
  readonly routing: Pick<Routing, 'start' | 'stop' | 'beat'>;
  readonly complaints: Omit<Complaints, 'routes'>;
  readonly callbacks: Omit<Callbacks, 'routes'>;
  routes(serve: Serve): void;
}

export interface SupportDeps {
  identity: Identity;
  payments: Payments;
}

export function createSupport(platform: Platform, { identity, payments }: SupportDeps): Support {
  const views = createViews(platform, identity);
  const live = createLive(platform, views);
  const routing = createRouting(platform);
  const complaints = createComplaints(platform, { identity, payments });
  const callbacks = createCallbacks(platform, identity);

  async function conversation(q: Queryable, id: string): Promise<ConversationRecord | undefined> {
    const row = await findConversation(q, id);
    if (row === undefined) return undefined;
    return {
      id: row.id,
      customerId: row.customer_id,
      status: row.status,
      language: row.language,
      ...(row.agent_id === null ? {} : { agentId: row.agent_id }),
      ...(row.topic === null ? {} : { topic: row.topic }),
      ...(row.context === null ? {} : { context: row.context }),
      lastSequence: row.last_sequence,
    };
  }

  const requireAgent: Support['requireAgent'] = async (q, staff, conversationId, access = 'act') => {
    const row = await conversation(q, conversationId);
    if (row === undefined) throw new ProblemError('not_found');
    const owner = {
      id: row.id,
      customer_id: row.customerId,
      agent_id: row.agentId ?? null,
      status: row.status,
    };
    await auditRefusals(platform, staff, { conversationId, attempted: access }, async () => {
      const refusal =
        access === 'act'
          ? refuseAgent(staff, owner)
          : await refuseReader(q, { kind: 'staff', caller: staff }, owner);
      if (refusal !== undefined) throw refusal;
    });
    if (access === 'act' && row.status === 'closed') throw new ProblemError('conversation_closed');
    return row;
  };

  const attachments = createAttachments(platform, { requireAgent });
  identity.personalData.contribute(supportPersonalData(platform, attachments));
  consumeForReports(platform);
  defineQuietClosing(platform);
  platform.jobs.define(
    'support.index_words',
    async () => {
      await indexOpen(platform.db);
      await indexAgain(platform.db);
    },
    { every: 'minute' },
  );
  const registerHands = handsRoutes(platform, { identity, requireAgent });
  const registerActions = actionRoutes(platform, { identity, payments, requireAgent, callbacks });

  return {
    append: (tx, messages) => append(platform, tx, messages),
    conversation,
    async conversationIdsOf(q, customerId) {
      const rows = await q.query<{ id: string }>(
        {
          name: 'support.conversation_ids_of',
          text: 'select id from support.conversation where customer_id = $1',
        },
        [customerId],
      );
      return rows.map(({ id }) => id);
    },
    enqueue: (tx, conversationId, request) => enqueue(platform, tx, conversationId, request),
    forecastWait: (q, language) => forecastWait(q, platform.clock.now(), language),
    setTopic,
    setArea,
    closeSolved: (tx, conversationId) => closeAlone(platform, tx, conversationId, 'resolved'),
    requireAgent,
    live,
    routing,
    complaints,
    callbacks,
    routes(serve) {
      supportRoutes(platform, { identity, payments, views, live, requireAgent }, serve);
      routingRoutes(platform, { identity, payments, views, routing }, serve);
      complaints.routes(serve);
      registerActions(serve);
      registerHands(serve);
      linkRoutes(platform, { requireAgent }, serve);
      attachments.routes(serve);
      callbacks.routes(serve);
      diagnosticsRoutes(platform, identity, serve);
      reportRoutes(platform, serve);
    },
  };
}
