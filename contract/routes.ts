import * as accountActions from './account-actions.ts';
import * as callbacks from './callbacks.ts';
import * as attachments from './attachments.ts';
import * as agentHands from './agent-hands.ts';
import * as checkout from './checkout.ts';
import * as complaints from './complaints.ts';
import * as conversationLinks from './conversation-links.ts';
import * as contacts from './contacts.ts';
import * as diagnostics from './diagnostics.ts';
import * as disputes from './disputes.ts';
import * as guides from './guides.ts';
import * as heldPayments from './held-payments.ts';
import * as identity from './identity.ts';
import * as identityDocument from './identity-document.ts';
import * as incidents from './incidents.ts';
import * as knowledge from './knowledge.ts';
import * as learning from './learning.ts';
import * as ledger from './ledger.ts';
import * as paymentRequests from './payment-requests.ts';
import * as paymentSettings from './payment-settings.ts';
import * as payerCodes from './payer-codes.ts';
import * as merchants from './merchants.ts';
import * as payments from './payments.ts';
import * as personalData from './personal-data.ts';
import * as ratings from './ratings.ts';
import * as reports from './reports.ts';
import * as recovery from './recovery.ts';
import * as recoverySupport from './recovery-support.ts';
import * as routing from './routing.ts';
import * as reconciliation from './reconciliation.ts';
import * as refunds from './refunds.ts';
import * as webhooks from './webhooks.ts';
import type { Route } from './route.ts';
import * as security from './security.ts';
import * as staffFactors from './staff-factors.ts';
import * as staffInvitations from './staff-invitations.ts';
import * as signIn from './sign-in.ts';
import * as staff from './staff.ts';
import * as stepUp from './step-up.ts';
import * as suspense from './suspense.ts';
import * as statements from './statements.ts';
import * as support from './support.ts';
import * as verifications from './verifications.ts';

const isRoute = (value: unknown): value is Route =>
  typeof value === 'object' && value !== null && 'path' in value && 'method' in value && 'caller' in value;

/** Every route by name, grouped by domain: what OpenAPI is made of. */
export const routes: ReadonlyArray<{ domain: string; name: string; route: Route }> = Object.entries({
  identity,
  signIn,
  security,
  contacts,
  identityDocument,
  stepUp,
  recovery,
  recoverySupport,
  personalData,
  staff,
  ledger,
  staffInvitations,
  staffFactors,
  payments,
  paymentSettings,
  paymentRequests,
  heldPayments,
  statements,
  reports,
  checkout,
  payerCodes,
  refunds,
  merchants,
  webhooks,
  disputes,
  support,
  ratings,
  verifications,
  accountActions,
  attachments,
  agentHands,
  conversationLinks,
  routing,
  complaints,
  callbacks,
  diagnostics,
  guides,
  knowledge,
  learning,
  incidents,
  reconciliation,
  suspense,
}).flatMap(([domain, module]) =>
  Object.entries(module).flatMap(([name, value]) => (isRoute(value) ? [{ domain, name, route: value }] : [])),
);
