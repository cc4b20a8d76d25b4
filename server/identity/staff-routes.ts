import * as contract from '../../contract/identity.ts';
import { decideApproval, exportCustomerAudit, listApprovals, listUnmaskings } from '../../contract/staff.ts';
import type { Serve } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Approvals } from './approvals.ts';
import { customerAudit, unmaskings } from './audit.ts';
import { clientOf, type Context } from './context.ts';
import { clearCookie, setCookie } from './cookies.ts';
import { logOut } from './log-out.ts';
import { permissionsOf } from './permissions.ts';
import { selectStaff } from './queries/staff.ts';
import { sessionPolicies } from './sessions.ts';
import { logInStaff } from './staff.ts';

/** What staff do about themselves and each other; what they do for customers is support's. */
export function registerStaffRoutes(context: Context, approvals: Approvals, serve: Serve): void {
  const { db } = context.platform;

  serve(contract.staffLogIn, async ({ body, request, reply }) => {
    const { staff, sessionToken } = await logInStaff(context, body, clientOf(request, 'staff'));
    setCookie(reply, 'staff', sessionToken, sessionPolicies.staff.absoluteMilliseconds / 1000);
    return { ...staff, may: permissionsOf(staff.role) };
  });
  serve(contract.staffLogOut, async ({ caller, request, reply }) => {
    await logOut(context, caller, clientOf(request, 'staff'));
    clearCookie(reply, 'staff');
    return undefined;
  });
  serve(contract.getStaffMe, async ({ caller }) => {
    const [staff] = await selectStaff(db, [caller.staffId]);
    if (staff === undefined) throw new ProblemError('not_found');
    return { ...staff, may: permissionsOf(staff.role) };
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
