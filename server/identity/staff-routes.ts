import type { FastifyReply } from 'fastify';
import * as contract from '../../contract/identity.ts';
import * as factors from '../../contract/staff-factors.ts';
import * as invitations from '../../contract/staff-invitations.ts';
import { decideApproval, exportCustomerAudit, listApprovals, listUnmaskings } from '../../contract/staff.ts';
import type { ResultOf } from '../../contract/route.ts';
import type { Serve } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Approvals } from './approvals.ts';
import { customerAudit, unmaskings } from './audit.ts';
import { clientOf, type Context } from './context.ts';
import { clearCookie, setCookie } from './cookies.ts';
import { logOut } from './log-out.ts';
import { permissionsOf } from './permissions.ts';
import { selectStaff, updateStaffLanguage } from './queries/staff.ts';
import { sessionPolicies } from './sessions.ts';
import {
  addStaffPasskey,
  beginStaffPasskey,
  logInStaffByPasskey,
  readStaffFactors,
  removeStaffPasskey,
  startStaffPasskeyLogIn,
} from './staff-factors.ts';
import { acceptInvitation, askInvitationPasskey, readInvitation } from './staff-invitations.ts';
import { logInStaff, type StaffSignIn } from './staff.ts';

/** What staff do about themselves and each other; what they do for customers is support's. */
export function registerStaffRoutes(context: Context, approvals: Approvals, serve: Serve): void {
  const { db } = context.platform;

  async function sessionOf(staffId: string): Promise<contract.StaffSession> {
    const [staff] = await selectStaff(db, [staffId]);
    if (staff === undefined) throw new ProblemError('not_found');
    return { ...staff, may: permissionsOf(staff.role), language: staff.language ?? undefined };
  }
  function welcome(
    reply: FastifyReply,
    { staffId, sessionToken }: StaffSignIn,
  ): Promise<contract.StaffSession> {
    setCookie(reply, 'staff', sessionToken, sessionPolicies.staff.absoluteMilliseconds / 1000);
    return sessionOf(staffId);
  }

  serve(
    contract.staffLogIn,
    async ({ body, request, reply }): Promise<ResultOf<typeof contract.staffLogIn>> => {
      const signIn = await logInStaff(context, body, clientOf(request, 'staff'));
      if (signIn === undefined) return { status: 'code_required' };
      return { status: 'signed_in', staff: await welcome(reply, signIn) };
    },
  );
  serve(invitations.openInvitation, ({ body, request }) =>
    readInvitation(context, body.token, clientOf(request, 'staff')),
  );
  serve(invitations.acceptInvitation, async ({ body, request, reply }) =>
    welcome(reply, await acceptInvitation(context, body, clientOf(request, 'staff'))),
  );
  serve(invitations.askInvitationPasskey, ({ body, request }) =>
    askInvitationPasskey(context, body.token, clientOf(request, 'staff')),
  );
  serve(factors.startStaffPasskeyLogIn, ({ request }) =>
    startStaffPasskeyLogIn(context, clientOf(request, 'staff')),
  );
  serve(factors.staffPasskeyLogIn, async ({ body, request, reply }) =>
    welcome(reply, await logInStaffByPasskey(context, body, clientOf(request, 'staff'))),
  );
  serve(factors.getStaffFactors, ({ caller }) => readStaffFactors(context, caller));
  serve(factors.beginStaffPasskey, ({ caller, body }) => beginStaffPasskey(context, caller, body));
  serve(factors.addStaffPasskey, ({ caller, body, request }) =>
    addStaffPasskey(context, caller, body, clientOf(request, 'staff')),
  );
  serve(factors.removeStaffPasskey, async ({ caller, params, request }) => {
    await removeStaffPasskey(context, caller, params.id.toLowerCase(), clientOf(request, 'staff'));
    return undefined;
  });
  serve(contract.staffLogOut, async ({ caller, request, reply }) => {
    await logOut(context, caller, clientOf(request, 'staff'));
    clearCookie(reply, 'staff');
    return undefined;
  });
  serve(contract.getStaffMe, ({ caller }) => sessionOf(caller.staffId));
  serve(contract.chooseStaffLanguage, async ({ caller, body }) => {
    await updateStaffLanguage(db, caller.staffId, body.language);
    return undefined;
  });

  serve(listApprovals, async ({ caller, query }) => ({
    approvals: await approvals.list(db, caller, query.view),
  }));
  serve(decideApproval, ({ caller, params, body }) =>
    db.transaction((tx) => approvals.approve(tx, caller, { id: params.id, ...body })),
  );
  serve(listUnmaskings, ({ caller }) => unmaskings(context, caller));
  serve(exportCustomerAudit, ({ caller, params, query }) =>
    customerAudit(context, caller, { customerId: params.id.toLowerCase(), after: BigInt(query.after ?? 0) }),
  );
}
