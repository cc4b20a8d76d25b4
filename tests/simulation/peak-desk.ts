import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import {
  claimCallback,
  type DeskCallback,
  endCallbackCall,
  listDeskCallbacks,
  startCallbackCall,
} from '../../contract/callbacks.ts';
import { deskRealtimePath, type ServerFrame } from '../../contract/realtime.ts';
import { getPresence, setPresence, updateAgent } from '../../contract/routing.ts';
import { closeConversation, getDeskConversation, sendDeskMessage } from '../../contract/support.ts';
import type { ApiClient } from '../../scripts/api-client.ts';
import { seatPairs } from '../support/chat-people.ts';
import { newStaff } from '../support/staff.ts';
import { assumed, type Contact } from './peak-day.ts';
import { bringForward, type Game } from './peak-customer.ts';

const words = '您好，我来帮您看一下，请稍等。';
/** As many as the expected wait rests on. */
const yesterdays = 50;

export interface Desk {
  supervisor: ApiClient;
  /** Conversations that came to an agent, once for each time. */
  served: string[];
  /** Fails with what went wrong for an agent. */
  failed: Promise<never>;
  close(): void;
}

/** Agents at the desk: online, given conversations by routing, reading, answering, handling and closing them. */
export async function openDesk(
  game: Game,
  agents: number,
  contactOf: (customerId: string) => Contact | undefined,
): Promise<Desk> {
  const { world } = game;
  const supervisor = await newStaff(world.system, 'supervisor');
  await rememberYesterday(game);
  const served: string[] = [];
  const sockets: WebSocket[] = [];
  let closed = false;
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => undefined);

  async function serve(agent: ApiClient, id: string): Promise<void> {
    served.push(id);
    const params = { id };
    const { conversation } = await agent.call(getDeskConversation, { params });
    const handling = contactOf(conversation.customer.id)?.handling ?? assumed.handling;
    await sleep(game.milliseconds(assumed.reading));
    await agent.call(sendDeskMessage, {
      params,
      body: { clientMessageId: randomUUID(), kind: 'reply', text: words },
    });
    await sleep(game.milliseconds(handling - assumed.reading));
    await agent.call(closeConversation, { params, body: { resolution: 'resolved' } });
  }

  /**
   * Calls that are due come before the queue: the agent takes no more until there is a place for the customer's conversation.
   * Who does not answer is called again by the same agent.
   */
  async function call(agent: ApiClient, { id, customer }: DeskCallback): Promise<void> {
    const params = { id };
    const { problem } = await agent.send(claimCallback, { params });
    if (problem !== undefined) return;
    const { handling, callsMissed } = contactOf(customer.id) as Contact;
    let conversationId = await startCall(agent, id);
    for (let missed = 0; missed < callsMissed; missed++) {
      await sleep(game.milliseconds(assumed.reading));
      const { status } = await agent.call(endCallbackCall, { params, body: { result: 'no_answer' } });
      if (status === 'missed') break;
      await agent.call(claimCallback, { params });
      const due = await bringForward(game, customer.id);
      await sleep(Math.max(0, due - Date.now()));
      conversationId = await startCall(agent, id);
    }
    if (callsMissed < 3) {
      await sleep(game.milliseconds(handling));
      const body = { result: 'reached' as const, outcome: 'solved' as const, note: words };
      await agent.call(endCallbackCall, { params, body });
    }
    const body = { resolution: callsMissed < 3 ? ('resolved' as const) : ('unresolved' as const) };
    await agent.call(closeConversation, { params: { id: conversationId }, body });
  }

  async function startCall(agent: ApiClient, id: string): Promise<string> {
    for (;;) {
      const { load, capacity } = await agent.call(setPresence, { body: { presence: 'away' } });
      if (load < capacity) break;
      await sleep(game.milliseconds(1));
    }
    const { conversationId } = await agent.call(startCallbackCall, { params: { id } });
    await agent.call(setPresence, { body: { presence: 'online' } });
    if (conversationId === undefined) throw new Error('a colleague has the conversation of who is called');
    return conversationId;
  }

  async function callBack(agent: ApiClient): Promise<void> {
    while (!closed) {
      const { callbacks } = await agent.call(listDeskCallbacks, { query: { view: 'open' } });
      const due = callbacks.find(
        ({ status, from }) => status === 'requested' && Date.parse(from) <= Date.now(),
      );
      if (due !== undefined) await call(agent, due);
      else await sleep(Math.max(50, game.milliseconds(1)));
    }
  }

  for (let place = 0; place < agents; place++) {
    const agent = await newStaff(world.system, 'agent');
    const { id, skills } = await agent.call(getPresence);
    const body = { capacity: assumed.places, skills, languages: ['zh' as const, 'en' as const] };
    await supervisor.call(updateAgent, { params: { id }, body });
    const socket = new WebSocket(`${agent.url.replace('http', 'ws')}${deskRealtimePath}`, {
      headers: { cookie: agent.cookieHeader() },
    });
    sockets.push(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const mine = new Set<string>();
    socket.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString()) as ServerFrame;
      if (frame.type !== 'inbox') return;
      const { conversation } = frame;
      if (conversation.status !== 'assigned' || conversation.agentId !== id || mine.has(conversation.id))
        return;
      // One that came with a call is served on the phone.
      if (game.booked.has(conversation.customer.id)) return;
      mine.add(conversation.id);
      void serve(agent, conversation.id).catch(failure.reject);
    });
    await agent.call(setPresence, { body: { presence: 'online' } });
    void callBack(agent).catch((error: unknown) => {
      if (!closed) failure.reject(error);
    });
  }
  return {
    supervisor,
    served,
    failed: failure.promise,
    close: () => {
      closed = true;
      for (const socket of sockets) socket.terminate();
    },
  };
}

/** The desk was open yesterday, so that expected waits do not begin from nothing. */
async function rememberYesterday({ world, milliseconds }: Game): Promise<void> {
  const pairs = await seatPairs(world.db, yesterdays);
  const ids = pairs.map(({ conversationId }) => conversationId);
  await world.db.query(
    `update support.assignment set waiting_since = now() - interval '1 day', assigned_at = now() - interval '1 day',
       ended_at = now() - interval '1 day' + $2 * interval '1 ms' where conversation_id = any($1)`,
    [ids, milliseconds(assumed.handling)],
  );
  await world.db.query(
    `update support.conversation set status = 'closed', closed_at = now() - interval '1 day' where id = any($1)`,
    [ids],
  );
}
