import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type SearchSchemaInput,
} from '@tanstack/react-router';
import { onSignedOut } from '../shared/api.ts';
import { CustomerArea } from './app/customer-area.tsx';
import { Frame } from './app/frame.tsx';
import { forgetCustomer, requireCustomer } from './app/session.ts';
import { ScreenFailed, ScreenNotFound, ScreenPending } from './app/states.tsx';

const root = createRootRoute({ notFoundComponent: ScreenNotFound });

/** Text parameters of an address; anything else in it is dropped. */
const textSearch =
  <Name extends string>(...names: Name[]) =>
  (search: Record<string, unknown> & SearchSchemaInput): { [K in Name]?: string } =>
    Object.fromEntries(
      names.flatMap((name) => (typeof search[name] === 'string' ? [[name, search[name]]] : [])),
    ) as { [K in Name]?: string };

const logIn = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: textSearch('returnTo'),
  component: lazyRouteComponent(() => import('./session/log-in-page.tsx'), 'LogInPage'),
});
const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  validateSearch: textSearch('returnTo'),
  component: lazyRouteComponent(() => import('./session/register-page.tsx'), 'RegisterPage'),
});

const recover = createRoute({
  getParentRoute: () => root,
  path: '/recover',
  component: lazyRouteComponent(() => import('./recover/recover-page.tsx'), 'RecoverPage'),
});

/** The help centre, open to everybody. */
const helpCentre = createRoute({
  getParentRoute: () => root,
  path: '/help',
  validateSearch: textSearch('search'),
  component: lazyRouteComponent(() => import('./help/help-centre-page.tsx'), 'HelpCentrePage'),
});
const article = createRoute({
  getParentRoute: () => root,
  path: '/help/articles/$article',
  component: lazyRouteComponent(() => import('./help/article-page.tsx'), 'ArticlePage'),
});

/** A guide at an address of its own: for whoever is logged in, and for others where it needs no account. */
const guide = createRoute({
  getParentRoute: () => root,
  path: '/help/guides/$guide',
  validateSearch: textSearch('paymentId'),
  component: lazyRouteComponent(() => import('./guides/guide-page.tsx'), 'GuidePage'),
});

const customerArea = createRoute({
  getParentRoute: () => root,
  id: 'customer',
  beforeLoad: requireCustomer,
  component: CustomerArea,
});
const checkout = createRoute({
  getParentRoute: () => customerArea,
  path: '/checkout/$sessionId',
  component: lazyRouteComponent(() => import('./checkout/checkout-page.tsx'), 'CheckoutPage'),
});
const frame = createRoute({ getParentRoute: () => customerArea, id: 'frame', component: Frame });

const home = createRoute({
  getParentRoute: () => frame,
  path: '/',
  component: lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage'),
});
const transfer = createRoute({
  getParentRoute: () => frame,
  path: '/transfer',
  validateSearch: textSearch('to', 'request'),
  component: lazyRouteComponent(() => import('./transfer/transfer-page.tsx'), 'TransferPage'),
});
const receive = createRoute({
  getParentRoute: () => frame,
  path: '/receive',
  component: lazyRouteComponent(() => import('./transfer/receive-page.tsx'), 'ReceivePage'),
});
const payerCode = createRoute({
  getParentRoute: () => frame,
  path: '/pay-code',
  component: lazyRouteComponent(() => import('./codes/payer-code-page.tsx'), 'PayerCodePage'),
});
const receiveCode = createRoute({
  getParentRoute: () => frame,
  path: '/pay/$code',
  component: lazyRouteComponent(() => import('./codes/receive-code-page.tsx'), 'ReceiveCodePage'),
});
const topUp = createRoute({
  getParentRoute: () => frame,
  path: '/top-up',
  component: lazyRouteComponent(() => import('./funding/top-up-page.tsx'), 'TopUpPage'),
});
const bankTransfer = createRoute({
  getParentRoute: () => frame,
  path: '/top-up/bank-transfer',
  component: lazyRouteComponent(() => import('./funding/bank-transfer-page.tsx'), 'BankTransferPage'),
});
const withdraw = createRoute({
  getParentRoute: () => frame,
  path: '/withdraw',
  component: lazyRouteComponent(() => import('./funding/withdraw-page.tsx'), 'WithdrawPage'),
});
const methods = createRoute({
  getParentRoute: () => frame,
  path: '/methods',
  component: lazyRouteComponent(() => import('./methods/methods-page.tsx'), 'MethodsPage'),
});
const newCard = createRoute({
  getParentRoute: () => frame,
  path: '/methods/new-card',
  validateSearch: textSearch('returnTo'),
  component: lazyRouteComponent(() => import('./methods/new-card-page.tsx'), 'NewCardPage'),
});
const newAccount = createRoute({
  getParentRoute: () => frame,
  path: '/methods/new-account',
  validateSearch: textSearch('returnTo'),
  component: lazyRouteComponent(() => import('./methods/new-account-page.tsx'), 'NewAccountPage'),
});
const bills = createRoute({
  getParentRoute: () => frame,
  path: '/bills',
  validateSearch: textSearch('search', 'month', 'kind', 'status', 'method'),
  component: lazyRouteComponent(() => import('./payments/bills-page.tsx'), 'BillsPage'),
});
const payment = createRoute({
  getParentRoute: () => frame,
  path: '/payments/$id',
  component: lazyRouteComponent(() => import('./payments/payment-page.tsx'), 'PaymentPage'),
});
const newDispute = createRoute({
  getParentRoute: () => frame,
  path: '/payments/$id/dispute',
  component: lazyRouteComponent(() => import('./disputes/new-dispute-page.tsx'), 'NewDisputePage'),
});
const dispute = createRoute({
  getParentRoute: () => frame,
  path: '/disputes/$id',
  component: lazyRouteComponent(() => import('./disputes/dispute-page.tsx'), 'DisputePage'),
});
const paymentResult = createRoute({
  getParentRoute: () => frame,
  path: '/payments/$id/result',
  component: lazyRouteComponent(() => import('./payments/result-page.tsx'), 'ResultPage'),
});
const attempt = createRoute({
  getParentRoute: () => frame,
  path: '/payments/attempts/$attemptId',
  component: lazyRouteComponent(() => import('./payments/attempt-page.tsx'), 'AttemptPage'),
});
const me = createRoute({
  getParentRoute: () => frame,
  path: '/me',
  component: lazyRouteComponent(() => import('./me/me-page.tsx'), 'MePage'),
});
const freeze = createRoute({
  getParentRoute: () => frame,
  path: '/me/freeze',
  component: lazyRouteComponent(() => import('./recover/freeze-page.tsx'), 'FreezePage'),
});
const personalData = createRoute({
  getParentRoute: () => frame,
  path: '/me/personal-data',
  component: lazyRouteComponent(() => import('./me/personal-data-page.tsx'), 'PersonalDataPage'),
});
const security = createRoute({
  getParentRoute: () => frame,
  path: '/me/security',
  component: lazyRouteComponent(() => import('./security/security-page.tsx'), 'SecurityPage'),
});
const devices = createRoute({
  getParentRoute: () => frame,
  path: '/me/devices',
  component: lazyRouteComponent(() => import('./security/devices-page.tsx'), 'DevicesPage'),
});
const passkeys = createRoute({
  getParentRoute: () => frame,
  path: '/me/passkeys',
  component: lazyRouteComponent(() => import('./security/passkeys-page.tsx'), 'PasskeysPage'),
});
const authenticator = createRoute({
  getParentRoute: () => frame,
  path: '/me/authenticator',
  component: lazyRouteComponent(() => import('./security/authenticator-page.tsx'), 'AuthenticatorPage'),
});
const contacts = createRoute({
  getParentRoute: () => frame,
  path: '/me/contacts',
  validateSearch: textSearch('bind'),
  component: lazyRouteComponent(() => import('./security/contacts-page.tsx'), 'ContactsPage'),
});
const identityDocument = createRoute({
  getParentRoute: () => frame,
  path: '/me/identity-document',
  component: lazyRouteComponent(() => import('./security/document-page.tsx'), 'DocumentPage'),
});
const loginPassword = createRoute({
  getParentRoute: () => frame,
  path: '/me/password',
  component: lazyRouteComponent(() => import('./security/password-page.tsx'), 'PasswordPage'),
});
const paymentPassword = createRoute({
  getParentRoute: () => frame,
  path: '/me/payment-password',
  validateSearch: textSearch('returnTo'),
  component: lazyRouteComponent(() => import('./me/payment-password-page.tsx'), 'PaymentPasswordPage'),
});
const diagnostics = createRoute({
  getParentRoute: () => frame,
  path: '/support/diagnostics',
  component: lazyRouteComponent(() => import('./support/diagnostics-page.tsx'), 'DiagnosticsPage'),
});
const smallPayments = createRoute({
  getParentRoute: () => frame,
  path: '/me/small-payments',
  component: lazyRouteComponent(() => import('./me/small-payments-page.tsx'), 'SmallPaymentsPage'),
});
const support = createRoute({
  getParentRoute: () => frame,
  path: '/support',
  validateSearch: textSearch('screen', 'paymentId', 'paymentMethodId', 'conversationId', 'question'),
  component: lazyRouteComponent(() => import('./support/support-page.tsx'), 'SupportPage'),
});
const complaints = createRoute({
  getParentRoute: () => frame,
  path: '/complaints',
  component: lazyRouteComponent(() => import('./complaints/complaints-page.tsx'), 'ComplaintsPage'),
});
const newComplaint = createRoute({
  getParentRoute: () => frame,
  path: '/complaints/new',
  validateSearch: textSearch('paymentId', 'conversationId'),
  component: lazyRouteComponent(() => import('./complaints/new-complaint-page.tsx'), 'NewComplaintPage'),
});
const complaint = createRoute({
  getParentRoute: () => frame,
  path: '/complaints/$id',
  component: lazyRouteComponent(() => import('./complaints/complaint-page.tsx'), 'ComplaintPage'),
});
const help = createRoute({
  getParentRoute: () => frame,
  path: '/support/help',
  validateSearch: textSearch('screen', 'paymentId', 'search', 'run'),
  component: lazyRouteComponent(() => import('./support/help-page.tsx'), 'HelpPage'),
});

/** Every screen of the wallet and its address; the screens themselves load when they are first needed. */
export const router = createRouter({
  routeTree: root.addChildren([
    logIn,
    register,
    recover,
    helpCentre,
    article,
    guide,
    customerArea.addChildren([
      checkout,
      frame.addChildren([
        home,
        transfer,
        receive,
        payerCode,
        receiveCode,
        topUp,
        bankTransfer,
        withdraw,
        methods,
        newCard,
        newAccount,
        bills,
        attempt,
        payment,
        newDispute,
        dispute,
        paymentResult,
        me,
        paymentPassword,
        security,
        devices,
        passkeys,
        authenticator,
        contacts,
        identityDocument,
        loginPassword,
        freeze,
        personalData,
        smallPayments,
        diagnostics,
        support,
        complaints,
        newComplaint,
        complaint,
        help,
      ]),
    ]),
  ]),
  basepath: '/',
  // Every parameter is a text, and reads as one: ?to=13900139000, not a number or JSON.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined);
    return given.length > 0
      ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
      : '';
  },
  defaultPreload: 'intent',
  defaultPendingComponent: ScreenPending,
  defaultErrorComponent: ScreenFailed,
  scrollRestoration: true,
});

const PUBLIC = /^\/(?:login$|register$|recover$|help(?:\/|$))/;

onSignedOut(() => {
  const { pathname, href } = router.state.location;
  if (PUBLIC.test(pathname)) return;
  void router.navigate({ to: '/login', search: { returnTo: href }, replace: true }).then(forgetCustomer);
});
