/** The lists an agent works from. */
export const VIEWS = ['mine', 'unassigned', 'all', 'closed'] as const;
export type DeskView = (typeof VIEWS)[number];

/** What the inbox's address says besides the conversation. */
export interface InboxSearch {
  view?: DeskView;
  /** What the list is searched for. */
  search?: string;
  /** Narrow screens show the context over the thread. */
  panel?: 'context';
}

export function readInboxSearch(search: Record<string, unknown>): InboxSearch {
  const view = VIEWS.find((known) => known === search.view);
  // The router reads a number out of ?search=8000.
  const words = typeof search.search === 'number' ? String(search.search) : search.search;
  return {
    ...(view ? { view } : {}),
    ...(typeof words === 'string' && words !== '' ? { search: words.slice(0, 100) } : {}),
    ...(search.panel === 'context' ? { panel: 'context' } : {}),
  };
}
