/** What keys can do at the desk. */
export type Action =
  | 'next'
  | 'previous'
  | 'take'
  | 'next_waiting'
  | 'reply'
  | 'note'
  | 'macro'
  | 'suggestion'
  | 'guide'
  | 'account'
  | 'transfer'
  | 'snooze'
  | 'close'
  | 'context'
  | 'search'
  | 'inbox'
  | 'palette'
  | 'help';

interface Shortcut {
  action: Action;
  /** Keys pressed one after the other; a combination is one key written "Ctrl+K". */
  keys: readonly string[];
}

/** In the order the help shows them. */
export const SHORTCUTS: readonly Shortcut[] = [
  { action: 'next', keys: ['J'] },
  { action: 'previous', keys: ['K'] },
  { action: 'take', keys: ['T'] },
  { action: 'next_waiting', keys: ['Q'] },
  { action: 'reply', keys: ['R'] },
  { action: 'note', keys: ['N'] },
  { action: 'macro', keys: ['M'] },
  { action: 'suggestion', keys: ['Y'] },
  { action: 'guide', keys: ['U'] },
  { action: 'account', keys: ['A'] },
  { action: 'transfer', keys: ['F'] },
  { action: 'snooze', keys: ['Z'] },
  { action: 'close', keys: ['E'] },
  { action: 'context', keys: ['I'] },
  { action: 'search', keys: ['S'] },
  { action: 'inbox', keys: ['G', 'I'] },
  { action: 'palette', keys: ['Ctrl+K'] },
  { action: 'help', keys: ['?'] },
];

/** How long the second key of a pair may take. */
export const PAIR_MS = 1_000;

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

export interface Reading {
  action?: Action;
  /** The first key of a pair: the next press may complete it. */
  pending?: string;
}

/**
 * What a press means. Ctrl+K (or ⌘K) works everywhere; single keys and pairs only while they are on and nobody types.
 * @param pending the first key of a pair, if it was pressed just before
 */
export function readPress(
  press: Pressed,
  context: { typing: boolean; singleKeys: boolean; pending: string | undefined },
): Reading {
  const key = press.key.length === 1 ? press.key.toUpperCase() : press.key;
  if (press.altKey) return {};
  if (press.ctrlKey || press.metaKey) return key === 'K' ? { action: 'palette' } : {};
  if (context.typing || !context.singleKeys) return {};
  const pair = SHORTCUTS.find(
    ({ keys }) => keys.length === 2 && keys[0] === context.pending && keys[1] === key,
  );
  if (pair) return { action: pair.action };
  const single = SHORTCUTS.find(({ keys }) => keys.length === 1 && keys[0] === key);
  if (single) return { action: single.action };
  return SHORTCUTS.some(({ keys }) => keys.length === 2 && keys[0] === key) ? { pending: key } : {};
}
