import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type DeskView, readInboxSearch } from './search.ts';

/** Where in the inbox we are, and how to get there from any room. The address holds all of it. */
export interface InboxPlace {
  view: DeskView;
  search: string;
  conversationId: string | undefined;
  /** Narrow screens: the context is shown over the thread. */
  contextShown: boolean;
  show(view: DeskView): void;
  lookFor(search: string): void;
  open(conversationId: string, view?: DeskView): void;
  /** Back to the list, nothing open. */
  leave(): void;
  showContext(shown: boolean): void;
}

export function useInbox(): InboxPlace {
  const search = readInboxSearch(useSearch({ strict: false }));
  const { conversationId }: { conversationId?: string } = useParams({ strict: false });
  const navigate = useNavigate();
  const { panel, ...place } = search;
  const stay = conversationId
    ? { to: '/conversations/$conversationId', params: { conversationId } }
    : { to: '/' };
  return {
    view: search.view ?? 'mine',
    search: search.search ?? '',
    conversationId,
    contextShown: panel === 'context',
    show: (view) => void navigate({ ...stay, search: { view } }),
    lookFor: (words) =>
      void navigate({ ...stay, search: { ...search, search: words || undefined }, replace: true }),
    open: (id, view) =>
      void navigate({
        to: '/conversations/$conversationId',
        params: { conversationId: id },
        search: view ? { view } : place,
      }),
    leave: () => void navigate({ to: '/', search: place }),
    showContext: (shown) =>
      void navigate({ ...stay, search: shown ? { ...place, panel: 'context' } : place, replace: !shown }),
  };
}
