import { v7 as newId } from 'uuid';
import type { Problem } from '../../../contract/problem.ts';
import type { ClientFrame } from '../../../contract/realtime.ts';
import type { createConversationState, OutgoingMessage } from './channel.ts';
import type { ConnectionTimes } from './connection.ts';
import type { Outbox, UnsentMessage } from './outbox.ts';

interface SenderOptions {
  conversationId: string;
  state: ReturnType<typeof createConversationState>;
  outbox: Outbox;
  times: ConnectionTimes;
  /** False when nothing can be sent now, or may be before what an earlier page left. */
  sendFrame: (frame: ClientFrame) => boolean;
  /** No acknowledgement came in time. */
  onSilence: () => void;
}

/** Whether a refusal passes by itself. */
export const isPassing = ({ code }: Problem) =>
  code === 'too_many_requests' || code === 'service_unavailable' || code === 'internal_error';
const passingRetries = 5;
const longestPauseMs = 60_000;

/**
 * Sends the messages of one conversation in the order they were written, each until it is acknowledged. One is under
 * way at a time, so that the order never depends on how the server schedules its work.
 */
export function createSender({ conversationId, state, outbox, times, sendFrame, onSilence }: SenderOptions) {
  /** The message whose acknowledgement is awaited. */
  let inFlight: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let refusals = 0;

  const find = (id: string) => state.get().outgoing.find(({ clientMessageId }) => clientMessageId === id);

  /** Sends the oldest message that waits, unless one is under way. */
  function pump(): void {
    const next = state.get().outgoing.find((message) => message.state === 'sending');
    if (!next || inFlight) return;
    const { clientMessageId, kind, text } = next;
    if (!sendFrame({ type: 'send', conversationId, clientMessageId, kind, text })) return;
    inFlight = clientMessageId;
    timer = setTimeout(onSilence, times.answerMs);
  }

  function land(): void {
    clearTimeout(timer);
    inFlight = undefined;
  }

  function keep(message: OutgoingMessage): void {
    state.setOutgoing(message);
    const { state: _, ...unsent } = message;
    // Without storage (a private window) the message still lives as long as the page does.
    void outbox.put(unsent).catch(() => {});
  }

  function forget(id: string): void {
    state.removeOutgoing(id);
    void outbox.remove(id).catch(() => {});
  }

  function settled(id: string): void {
    if (find(id)) void outbox.remove(id).catch(() => {});
    if (inFlight !== id) return;
    refusals = 0;
    land();
    // After our caller has written down what arrived.
    queueMicrotask(pump);
  }

  return {
    write(text: string, kind?: UnsentMessage['kind']): void {
      const writtenAt = new Date().toISOString();
      keep({ clientMessageId: newId(), conversationId, kind, text, writtenAt, state: 'sending' });
      pump();
    },
    /** Takes up a message that an earlier page, or another one, left. */
    takeUp(message: UnsentMessage): void {
      state.setOutgoing({ ...message, state: message.problem ? 'failed' : 'sending' });
      pump();
    },
    retry(id: string): void {
      const message = find(id);
      if (message?.state !== 'failed') return;
      keep({ ...message, problem: undefined, state: 'sending' });
      pump();
    },
    discard(id: string): void {
      if (find(id)?.state === 'failed') forget(id);
    },
    /** It came back among the messages: the server has it for good. */
    arrived: settled,
    acknowledged(id: string, sequence: number, isFollowed: boolean): void {
      settled(id);
      const message = find(id);
      if (!message) return;
      // It stays in sight until it comes back among the messages.
      if (isFollowed && sequence > state.lastSequence()) state.setOutgoing({ ...message, state: 'sent' });
      else state.removeOutgoing(id);
    },
    refused(id: string, problem: Problem): void {
      const message = find(id);
      if (!message || inFlight !== id) return;
      clearTimeout(timer);
      if (isPassing(problem) && refusals < passingRetries) {
        refusals += 1;
        const asked = problem.retryAt ? Date.parse(problem.retryAt) - Date.now() : 0;
        const pause = Math.min(Math.max(asked, times.shortestDelayMs * 2 ** refusals), longestPauseMs);
        timer = setTimeout(() => {
          land();
          pump();
        }, pause);
        return;
      }
      refusals = 0;
      // Left by somebody who used this device before: nobody here could do anything about it.
      if (problem.code === 'not_found') forget(id);
      else keep({ ...message, state: 'failed', problem });
      land();
      pump();
    },
    pump,
    /** The connection was lost, and with it whatever was under way. */
    cut(): void {
      land();
    },
  };
}
