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

const writtenOut = new WeakMap<readonly Message[], Buffer>();

/** The frame that tells of messages, as it is sent; written out once for all who are told of the same. */
export function messagesFrame(conversationId: string, messages: readonly Message[]): Buffer {
  const known = writtenOut.get(messages);
  if (known !== undefined) return known;
  const frame = encodeText(JSON.stringify({ type: 'messages', conversationId, messages }));
  writtenOut.set(messages, frame);
  return frame;
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
