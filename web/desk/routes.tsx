import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { readInboxSearch } from './inbox/search.ts';

const root = createRootRoute({ notFoundComponent: NotFoundPage });

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: lazyRouteComponent(() => import('./session/login-page.tsx'), 'LoginPage'),
  validateSearch: (search): { from?: string } =>
    typeof search.from === 'string' && search.from.startsWith('/') ? { from: search.from } : {},
});

/** The inbox stays in place while the conversation beside it changes. */
const inbox = createRoute({
  getParentRoute: () => root,
  id: 'inbox',
  component: lazyRouteComponent(() => import('./inbox/inbox-page.tsx'), 'InboxPage'),
  validateSearch: readInboxSearch,
});
const nothing = createRoute({ getParentRoute: () => inbox, path: '/' });
const conversation = createRoute({ getParentRoute: () => inbox, path: '/conversations/$conversationId' });

/** Every screen of the desk and its address; the screens themselves load when they are first needed. */
export const router = createRouter({
  routeTree: root.addChildren([login, inbox.addChildren([nothing, conversation])]),
  basepath: '/desk',
  defaultPreload: 'intent',
});
