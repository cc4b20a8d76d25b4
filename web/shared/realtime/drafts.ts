const prefix = 'upay.draft.';

/** What somebody had begun to write in a conversation, on this device. */
export function readDraft(conversationId: string): string {
  try {
    return localStorage.getItem(prefix + conversationId) ?? '';
  } catch {
    return '';
  }
}

export function keepDraft(conversationId: string, text: string): void {
  try {
    if (text.trim() === '') localStorage.removeItem(prefix + conversationId);
    else localStorage.setItem(prefix + conversationId, text);
  } catch {
    // Storage is forbidden: the draft lasts as long as the page.
  }
}

/** At log-out: the next person on this device is another one. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // Nothing was stored either.
  }
}
