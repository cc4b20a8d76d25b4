import {
  closeConversation as closeRoute,
  getDeskConversation,
  getDeskPayment,
  getMessages,
  leaveQueue as leaveQueueRoute,
  listConversations,
  listDeskConversations,
  openConversation as openRoute,
  requestPerson as requestPersonRoute,
  sendDeskMessage,
  sendMessage,
  takeConversation,
} from '../../contract/support.ts';
import { rateConversation as rateRoute } from '../../contract/ratings.ts';
import { unmaskCustomer } from '../../contract/staff.ts';
import type { Conversation, DeskConversation } from '../../contract/support.ts';
import type { Identity } from '../identity/identity.ts';
import type { Payments } from '../payments/payments.ts';
import type { Serve } from '../platform/http/serve.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { refuseCustomer } from './access.ts';
import { closeConversation } from './close.ts';
import { deskDetail, deskPayment } from './desk-detail.ts';
import { deskList } from './desk-list.ts';
import { leaveQueue, requestPerson } from './handoff.ts';
import { openConversation } from './open-conversation.ts';
import { messagesAfter } from './message-queries.ts';
import { findViews, listByCustomer, toMessage } from './queries.ts';
import { rateConversation } from './rate.ts';
import { createLocalLimiter } from '../platform/rate-limits.ts';
import type { LiveSupport, Support } from './support.ts';
import { take } from './routing/take.ts';
import type { Views } from './views.ts';

const opensPerMinute = 30;
const conversationsShown = 50;
const messagesShown = 500;

interface Deps {
  identity: Identity;
  payments: Payments;
  views: Views;
  live: LiveSupport;
  requireAgent: Support['requireAgent'];
}

export function supportRoutes(platform: Platform, deps: Deps, serve: Serve): void {
  const { views, live } = deps;
  const opens = createLocalLimiter(platform.clock, { open: { times: opensPerMinute, seconds: 60 } });

  async function asCustomer(id: string): Promise<Conversation> {
    const [conversation] = await views.asCustomer(platform.db, await findViews(platform.db, [id]));
    if (conversation === undefined) throw new ProblemError('not_found');
    return conversation;
  }

  async function asDesk(id: string): Promise<DeskConversation> {
    const [conversation] = await views.asDesk(platform.db, await findViews(platform.db, [id]));
    if (conversation === undefined) throw new ProblemError('not_found');
    return conversation;
  }

  serve(openRoute, async ({ caller: { customerId }, body }) => {
    opens.take('open', customerId);
    return asCustomer(await openConversation(platform, deps.identity, { customerId, ...body }));
  });
  serve(listConversations, async ({ caller }) => {
    const rows = await listByCustomer(platform.db, caller.customerId, conversationsShown);
    const conversations = await views.asCustomer(platform.db, rows);
    return {
      conversations: conversations.map((conversation, index) => {
        const last = rows[index]?.last_message;
        return { ...conversation, ...(last ? { preview: toMessage(last) } : {}) };
      }),
    };
  });
  serve(getMessages, async ({ caller, params, query }) => {
    const rows = await findViews(platform.db, [params.id]);
    const refusal =
      rows[0] === undefined ? new ProblemError('not_found') : refuseCustomer(caller.customerId, rows[0]);
    if (refusal !== undefined) throw refusal;
    const [conversation] = await views.asCustomer(platform.db, rows);
    if (conversation === undefined) throw new ProblemError('not_found');
    const messages = await messagesAfter(platform.db, {
      conversationId: conversation.id,
      after: query.after ?? 0,
      limit: messagesShown,
      notes: false,
    });
    return { conversation, messages };
  });
  serve(sendMessage, async ({ caller, params, body }) => live.sendAsCustomer(caller, params.id, body));
  serve(requestPersonRoute, async ({ caller, params }) => {
    await requestPerson(platform, caller.customerId, params.id.toLowerCase());
    return asCustomer(params.id);
  });
  serve(leaveQueueRoute, async ({ caller, params }) => {
    await leaveQueue(platform, caller.customerId, params.id.toLowerCase());
    return asCustomer(params.id);
  });
  serve(rateRoute, async ({ caller, params, body }) => {
    await rateConversation(platform, caller.customerId, params.id.toLowerCase(), body);
    return asCustomer(params.id);
  });

  serve(listDeskConversations, async ({ caller, query }) => deskList(platform, views, caller, query));
  serve(takeConversation, async ({ caller, params }) => {
    const id = params.id.toLowerCase();
    await take(platform, caller, id);
    return deskDetail(platform, deps, caller, id);
  });
  serve(getDeskConversation, async ({ caller, params }) =>
    deskDetail(platform, deps, caller, params.id.toLowerCase()),
  );
  serve(getDeskPayment, async ({ caller, params }) =>
    deskPayment(platform, deps.payments, caller, {
      conversationId: params.id.toLowerCase(),
      paymentId: params.paymentId.toLowerCase(),
    }),
  );
  serve(unmaskCustomer, async ({ caller, params, body }) => {
    const { customerId, id: conversationId } = await deps.requireAgent(
      platform.db,
      caller,
      params.id.toLowerCase(),
    );
    return deps.identity.unmask(caller, { customerId, conversationId, ...body });
  });
  serve(sendDeskMessage, async ({ caller, params, body }) => live.sendAsStaff(caller, params.id, body));
  serve(closeRoute, async ({ caller, params, body }) => {
    const id = params.id.toLowerCase();
    await closeConversation(platform, caller, id, body);
    return asDesk(id);
  });
}
