import type { Message } from '../../contract/support.ts';
import { type ClientFrame, clientFrameSchema } from '../../contract/realtime.ts';
import { encodeText } from './outbox.ts';

/** What a refusal of this frame names, so that the client knows which one it was. */
export function subjectOf(frame: ClientFrame): { conversationId?: string; clientMessageId?: string } {
  if (frame.type === 'ping') return {};
  const { conversationId } = frame;
  return frame.type === 'send'
    ? { conversationId, clientMessageId: frame.clientMessageId }
    : { conversationId };
}

let last: { messages: readonly Message[]; frame: Buffer } | undefined;

/** The frame that tells of messages, as it is sent; written out once for all who are told of the same, one after another. */
export function messagesFrame(conversationId: string, messages: readonly Message[]): Buffer {
  if (last?.messages !== messages)
    last = { messages, frame: encodeText(JSON.stringify({ type: 'messages', conversationId, messages })) };
  return last.frame;
}

/** A frame of the contract with ids in the database's spelling, or undefined. */
export function parseFrame(text: string): ClientFrame | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = clientFrameSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const frame = parsed.data;
  if ('conversationId' in frame) frame.conversationId = frame.conversationId.toLowerCase();
  return frame;
}
