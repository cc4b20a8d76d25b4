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

/** From an invitation's link. */
const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('./session/join-page.tsx'), 'JoinPage'),
});

/** What only those who are logged in see. */
const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  component: lazyRouteComponent(() => import('./shell/desk-layout.tsx'), 'DeskLayout'),
});

/** The inbox stays in place while the conversation beside it changes. */
const inbox = createRoute({
  getParentRoute: () => desk,
  id: 'inbox',
  component: lazyRouteComponent(() => import('./inbox/inbox-page.tsx'), 'InboxPage'),
  validateSearch: readInboxSearch,
});
const nothing = createRoute({ getParentRoute: () => inbox, path: '/' });
const conversation = createRoute({ getParentRoute: () => inbox, path: '/conversations/$conversationId' });

const approvals = createRoute({
  getParentRoute: () => desk,
  path: '/approvals',
  component: lazyRouteComponent(() => import('./approvals/approvals-page.tsx'), 'ApprovalsPage'),
});
const mentions = createRoute({
  getParentRoute: () => desk,
  path: '/mentions',
  component: lazyRouteComponent(() => import('./mentions/mentions-page.tsx'), 'MentionsPage'),
});
const macros = createRoute({
  getParentRoute: () => desk,
  path: '/macros',
  component: lazyRouteComponent(() => import('./macros/macros-page.tsx'), 'MacrosPage'),
});
const heldPayments = createRoute({
  getParentRoute: () => desk,
  path: '/held-payments',
  component: lazyRouteComponent(() => import('./held/held-payments-page.tsx'), 'HeldPaymentsPage'),
});
const unmaskings = createRoute({
  getParentRoute: () => desk,
  path: '/unmaskings',
  component: lazyRouteComponent(() => import('./audit/unmaskings-page.tsx'), 'UnmaskingsPage'),
});

const callbacks = createRoute({
  getParentRoute: () => desk,
  path: '/callbacks',
  component: lazyRouteComponent(() => import('./callbacks/callbacks-page.tsx'), 'CallbacksPage'),
});
const complaints = createRoute({
  getParentRoute: () => desk,
  path: '/complaints',
  component: lazyRouteComponent(() => import('./complaints/complaints-page.tsx'), 'ComplaintsPage'),
});
const complaint = createRoute({
  getParentRoute: () => desk,
  path: '/complaints/$complaintId',
  component: lazyRouteComponent(() => import('./complaints/complaint-page.tsx'), 'ComplaintPage'),
});
const complaintTasks = createRoute({
  getParentRoute: () => desk,
  path: '/complaint-tasks',
  component: lazyRouteComponent(() => import('./complaints/team-tasks-page.tsx'), 'TeamTasksPage'),
});
const suspense = createRoute({
  getParentRoute: () => desk,
  path: '/suspense',
  component: lazyRouteComponent(() => import('./finance/suspense-page.tsx'), 'SuspensePage'),
});
const reconciliation = createRoute({
  getParentRoute: () => desk,
  path: '/reconciliation',
  component: lazyRouteComponent(() => import('./finance/reconciliation-page.tsx'), 'ReconciliationPage'),
});
const closing = createRoute({
  getParentRoute: () => desk,
  path: '/closing',
  component: lazyRouteComponent(() => import('./finance/closing-page.tsx'), 'ClosingPage'),
});
const refunds = createRoute({
  getParentRoute: () => desk,
  path: '/refunds',
  component: lazyRouteComponent(() => import('./refunds/refunds-page.tsx'), 'RefundsPage'),
  validateSearch: (search): { payment?: string } =>
    typeof search.payment === 'string' ? { payment: search.payment } : {},
});

const team = createRoute({
  getParentRoute: () => desk,
  path: '/team',
  component: lazyRouteComponent(() => import('./routing/team-page.tsx'), 'TeamPage'),
});

const guides = createRoute({
  getParentRoute: () => desk,
  path: '/guides',
  component: lazyRouteComponent(() => import('./guides/guides-page.tsx'), 'GuidesPage'),
  validateSearch: (search): { guide?: string } =>
    typeof search.guide === 'string' ? { guide: search.guide } : {},
});

const knowledge = createRoute({
  getParentRoute: () => desk,
  path: '/knowledge',
  component: lazyRouteComponent(() => import('./knowledge/knowledge-page.tsx'), 'KnowledgePage'),
  validateSearch: (search): { article?: string } =>
    typeof search.article === 'string' ? { article: search.article } : {},
});
const learning = createRoute({
  getParentRoute: () => desk,
  path: '/learning',
  component: lazyRouteComponent(() => import('./learning/learning-page.tsx'), 'LearningPage'),
});

const disputes = createRoute({
  getParentRoute: () => desk,
  path: '/disputes',
  component: lazyRouteComponent(() => import('./disputes/disputes-page.tsx'), 'DisputesPage'),
});
const merchants = createRoute({
  getParentRoute: () => desk,
  path: '/merchants',
  component: lazyRouteComponent(() => import('./merchants/merchants-page.tsx'), 'MerchantsPage'),
});

const reports = createRoute({
  getParentRoute: () => desk,
  path: '/reports',
  component: lazyRouteComponent(() => import('./reports/reports-page.tsx'), 'ReportsPage'),
});

const security = createRoute({
  getParentRoute: () => desk,
  path: '/security',
  component: lazyRouteComponent(() => import('./security/security-page.tsx'), 'SecurityPage'),
});

/** Every screen of the desk and its address; the screens themselves load when they are first needed. */
export const router = createRouter({
  routeTree: root.addChildren([
    login,
    desk.addChildren([
      inbox.addChildren([nothing, conversation]),
      knowledge,
      learning,
      approvals,
      heldPayments,
      macros,
      mentions,
      disputes,
      merchants,
      callbacks,
      complaints,
      complaint,
      complaintTasks,
      suspense,
      reconciliation,
      closing,
      refunds,
      unmaskings,
      team,
      guides,
      reports,
      security,
    ]),
    join,
  ]),
  basepath: '/desk',
  defaultPreload: 'intent',
});
