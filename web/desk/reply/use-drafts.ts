import { useEffect, useRef, useState } from 'react';
import { getReplyDrafts, keepReplyDraft } from '../../../contract/agent-hands.ts';
import { call } from '../../shared/api.ts';
import { keepDraft, readDraft, type ReplyKind } from './drafts.ts';

/** As long as somebody pauses between words. */
const PAUSE_MS = 800;

/**
 * What was begun in a conversation, apart for answers and notes: on this device at once, at the server after a pause, so
 * that it is there at another desk and after everything here was lost.
 */
export function useDrafts(conversationId: string) {
  const [texts, setTexts] = useState(() => ({
    reply: readDraft(conversationId, 'reply'),
    note: readDraft(conversationId, 'note'),
  }));
  const touched = useRef(false);
  const waiting = useRef(new Map<ReplyKind, { timer: number; save: () => void }>());

  useEffect(() => {
    const controller = new AbortController();
    const unsaved = waiting.current;
    call(getReplyDrafts, { params: { id: conversationId }, signal: controller.signal })
      .then((kept) => {
        if (touched.current) return;
        setTexts((here) => ({ reply: here.reply || kept.reply, note: here.note || kept.note }));
      })
      // What is on this device is still there.
      .catch(() => undefined);
    return () => {
      controller.abort();
      // What was typed last is not left behind by going on to the next conversation.
      for (const { save } of unsaved.values()) save();
    };
  }, [conversationId]);

  function write(kind: ReplyKind, text: string) {
    touched.current = true;
    setTexts((before) => ({ ...before, [kind]: text }));
    keepDraft(conversationId, kind, text);
    window.clearTimeout(waiting.current.get(kind)?.timer);
    const save = () => {
      window.clearTimeout(waiting.current.get(kind)?.timer);
      waiting.current.delete(kind);
      call(keepReplyDraft, { params: { id: conversationId, kind }, body: { text } }).catch(() => undefined);
    };
    waiting.current.set(kind, { timer: window.setTimeout(save, PAUSE_MS), save });
  }
  return { texts, write };
}
