import type { Card } from '../../../contract/guides.ts';
import { purposeNames } from '../../../contract/verifications.ts';
import type { Message } from '../../../contract/support.ts';
import type { OutgoingMessage } from '../realtime.ts';

/** One line of a conversation on screen. */
export type Row =
  | { type: 'time'; key: string; at: string }
  | {
      type: 'message';
      key: string;
      message: Message;
      /** The first of several by one sender in a row: carries the name. */
      startsGroup: boolean;
      /** Of a card: it can still be answered. */
      isLive: boolean;
    }
  | { type: 'outgoing'; key: string; message: OutgoingMessage };

/** A pause after which the time is shown again. */
const pauseMs = 5 * 60_000;

/** Lays a conversation out: times between pauses, groups of one sender, and which cards still wait for an answer. */
export function toRows(
  messages: readonly Message[],
  outgoing: readonly OutgoingMessage[],
  canAnswer: (card: Card) => boolean,
): Row[] {
  const newestStep = new Map<string, number>();
  for (const { content } of messages) {
    if (content.type === 'card') newestStep.set(content.card.runId, content.card.step);
  }
  const rows: Row[] = [];
  let before: Message | undefined;
  for (const message of messages) {
    const { content, sentAt } = message;
    const paused = before === undefined || Date.parse(sentAt) - Date.parse(before.sentAt) > pauseMs;
    if (paused) rows.push({ type: 'time', key: `time ${message.sequence}`, at: sentAt });
    rows.push({
      type: 'message',
      // What this device wrote keeps its place on screen when it comes back as a message.
      key: message.clientMessageId ?? message.id,
      message,
      startsGroup: paused || !before || speaker(message) !== speaker(before),
      isLive:
        content.type === 'card' &&
        newestStep.get(content.card.runId) === content.card.step &&
        canAnswer(content.card),
    });
    before = message;
  }
  for (const message of outgoing) rows.push({ type: 'outgoing', key: message.clientMessageId, message });
  return rows;
}

/** Whose line it is; an event is nobody's and ends a group. */
function speaker({ sender, content }: Message): string {
  return content.type === 'event' ? 'event' : `${sender.kind} ${sender.name ?? ''}`;
}

/** What a message says in one line of text, for screen readers and previews. */
export function spokenText({ content }: Message, language: 'zh' | 'en'): string {
  switch (content.type) {
    case 'text':
    case 'note':
      return content.text;
    case 'statement':
    case 'event':
      return content.text[language];
    case 'card':
      return [content.card.title, content.card.badge, content.card.body]
        .flatMap((text) => (text ? [text[language]] : []))
        .join(' · ');
    case 'attachment':
      return content.name;
    case 'verification':
      return (
        { zh: '验证身份：', en: 'Verify who you are: ' }[language] +
        purposeNames[content.verification.purpose][language]
      );
    case 'consent':
      return content.action.summary[language];
  }
}
