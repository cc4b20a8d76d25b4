import { createMongoAbility, subject as facts } from '@casl/ability';
import { type Staff, staffRoles } from '../../contract/identity.ts';
import type { Callers } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';

type Role = Staff['role'];
type Roles = readonly Role[];

const agents: Roles = ['agent', 'senior_agent', 'supervisor'];
const seniors: Roles = ['senior_agent', 'supervisor'];
const supervisors: Roles = ['supervisor'];
const finance: Roles = ['finance'];
const editors: Roles = ['knowledge_editor', 'supervisor'];
const auditors: Roles = ['auditor', 'supervisor'];

/**
 * Who may do what, a permission a line: on what, to do what, by whom. What is not here, nobody may. On a customer and their
 * payments an agent also needs an open conversation or case of that customer (support's access.ts), and what moves money
 * or changes an account needs a second person: whoever asked can never be the one who approves, here and in the database.
 */
const permissions = {
  conversation: {
    work: agents, // take one that waits, answer, guide, close; only one's own
    read_any: supervisors, // read those of others
    assign: supervisors, // give one to an agent, take it back
  },
  customer: {
    view: agents, // masked facts of the customer of one's conversation or case
    unmask: agents, // one field, for a reason, counted
    verify: agents, // ask the customer to prove who they are
  },
  account: {
    act: agents, // ask for unlocking, freezing, ending sessions, starting recovery
    approve: seniors, // what another asked for
  },
  limit: {
    request: agents, // raise or lower a customer's limit
    approve: supervisors,
  },
  held_payment: {
    view: seniors, // payments held for review
    request: seniors, // release or refuse one
    approve: supervisors,
  },
  refund: {
    request: agents,
    begin: ['supervisor', 'finance'], // of a payment in front of them, without a conversation
    approve: seniors,
  },
  goodwill: {
    request: agents, // a credit from our own account
    approve: supervisors,
  },
  dispute: {
    handle: seniors, // evidence, the merchant's answer, the outcome proposed
    approve: supervisors, // the outcome, which moves the reserved amount
  },
  merchant: {
    view: [...supervisors, ...finance], // merchants, their keys' prefixes, their webhooks
    manage: supervisors, // open one, make and revoke keys, send webhooks again
  },
  suspense: {
    view: finance, // incoming money that matches nothing
    request: finance, // to whom it belongs
    approve: finance,
  },
  books: {
    view: ['finance', 'auditor', 'supervisor'], // the closing of a day
  },
  reconciliation: {
    view: finance,
    run: finance,
  },
  complaint: {
    handle: agents,
    oversee: supervisors, // assign, escalate, close another's
  },
  /** What a complaint needs of a team: who sees that team's list and says what came of it. */
  complaint_task: {
    payments: seniors,
    risk: seniors,
    finance,
    engineering: supervisors, // who ask the engineers
    merchants: ['supervisor', 'finance'],
    support: agents,
  },
  macro: {
    use: agents,
    edit: supervisors,
  },
  knowledge: {
    read: staffRoles,
    edit: editors,
    publish: editors,
  },
  report: {
    view: supervisors, // the live wall, figures, exports
  },
  incident: {
    decide: supervisors, // announce what many customers report, word it, end it
  },
  approval: {
    view: ['agent', 'senior_agent', 'supervisor', 'finance'], // one's own requests, and what one may approve
  },
  audit: {
    view: auditors, // who did what, the count of unmaskings
    export: auditors, // everything that was done on one customer's account
  },
} as const satisfies Record<string, Record<string, Roles>>;

export type Subject = keyof typeof permissions;
export type ActionOn<S extends Subject> = keyof (typeof permissions)[S] & string;
/** What can need a second person. */
export type ApprovalSubject = {
  [S in Subject]: 'approve' extends ActionOn<S> ? S : never;
}[Subject];

export const approvalSubjects = (Object.keys(permissions) as Subject[]).filter(
  (subject): subject is ApprovalSubject => 'approve' in permissions[subject],
);

/** One's own request is not one's own to approve. */
const abilities = new Map(
  staffRoles.map((role) => [
    role,
    createMongoAbility(
      Object.entries(permissions).flatMap(([subject, actions]) =>
        Object.entries<Roles>(actions)
          .filter(([, roles]) => roles.includes(role))
          .map(([action]) => ({
            action,
            subject,
            ...(action === 'approve' ? { conditions: { own: false } } : {}),
          })),
      ),
    ),
  ]),
);

type Member = Pick<Callers['staff'], 'staffId' | 'role'>;

/** @param requestedBy for approvals: the member of staff who asked */
export function staffMay<S extends Subject>(
  staff: Member,
  action: ActionOn<S>,
  subject: S,
  requestedBy?: string,
): boolean {
  const on = requestedBy === undefined ? subject : facts(subject, { own: requestedBy === staff.staffId });
  return abilities.get(staff.role)?.can(action, on) ?? false;
}

/** All that a role may do, as `subject.action`. */
export function permissionsOf(role: Role): string[] {
  return Object.entries(permissions).flatMap(([subject, actions]) =>
    Object.entries<Roles>(actions).flatMap(([action, roles]) =>
      roles.includes(role) ? [`${subject}.${action}`] : [],
    ),
  );
}

/** @throws not_allowed */
export function assertStaffMay<S extends Subject>(
  staff: Member,
  action: ActionOn<S>,
  subject: S,
  requestedBy?: string,
): void {
  if (!staffMay(staff, action, subject, requestedBy)) throw new ProblemError('not_allowed');
}
