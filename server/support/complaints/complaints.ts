import type * as complaint from '../../../contract/complaint.ts';
import * as contract from '../../../contract/complaints.ts';
import type { Approval } from '../../../contract/staff.ts';
import { appendAudit, assertStaffMay, staffMay, type Identity } from '../../identity/identity.ts';
import type { Payments } from '../../payments/payments.ts';
import type { Serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { createLocalLimiter } from '../../platform/rate-limits.ts';
import type { Customer, Staff } from '../support.ts';
import type { ComplaintsContext } from './context.ts';
import * as customers from './customer-acts.ts';
import * as desk from './desk-acts.ts';
import { countForDesk, listForDesk, readHandlers, readTrends } from './desk-queries.ts';
import { findComplaint, listOfCustomer, readEntries } from './queries.ts';
import { sweepComplaints } from './sweep.ts';
import { addTask, finishTask, tasksForTeams, tasksOf } from './tasks.ts';
import { viewAsCustomer, viewAsDesk, viewEntry } from './view.ts';

export interface Complaints {
  /** A customer's complaints, newest first. */
  list(customerId: string): Promise<complaint.Complaint[]>;
  /** What time does to complaints; a job does it every minute. */
  sweep(): Promise<void>;
  routes(serve: Serve): void;
}

const mostListed = 50;
const writesPerMinute = 30;
const trendDays = 30;

export function createComplaints(
  platform: Platform,
  deps: { identity: Identity; payments: Payments },
): Complaints {
  const context: ComplaintsContext = { ...platform, ...deps };
  const { db, identity } = context;
  const writes = createLocalLimiter(platform.clock, { write: { times: writesPerMinute, seconds: 60 } });
  platform.jobs.define('complaints.sweep', () => sweepComplaints(context), { every: 'minute' });

  async function asCustomer({ customerId }: Customer, id: string): Promise<complaint.ComplaintDetail> {
    const row = await findComplaint(db, id);
    if (row === undefined || row.customer_id !== customerId) throw new ProblemError('not_found');
    const [complaint] = await viewAsCustomer(db, [row]);
    const entries = (await readEntries(db, id)).filter((entry) => !entry.internal);
    return { ...(complaint as complaint.Complaint), entries: entries.map(viewEntry) };
  }

  async function asDesk(staff: Staff, id: string): Promise<complaint.DeskComplaintDetail> {
    const row = await findComplaint(db, id);
    if (row === undefined) throw new ProblemError('not_found');
    if (!desk.mayRead(staff, row)) throw new ProblemError('not_allowed');
    const [complaint] = await viewAsDesk(db, identity, [row]);
    const entries = await readEntries(db, id);
    const asked = entries.flatMap(({ kind, details }) =>
      kind === 'goodwill_requested' && details.about !== undefined ? [details.about] : [],
    );
    const approvals = await Promise.all(asked.map((approvalId) => identity.approvals.find(db, approvalId)));
    return {
      ...(complaint as complaint.DeskComplaint),
      entries: entries.map(viewEntry),
      tasks: await tasksOf(db, id),
      goodwillApprovals: approvals.filter(
        (approval) => approval?.state === 'waiting' || approval?.state === 'approved',
      ) as Approval[],
    };
  }

  const list: Complaints['list'] = async (customerId) =>
    viewAsCustomer(db, await listOfCustomer(db, customerId, mostListed));

  const idOf = ({ id }: { id: string }) => id.toLowerCase();

  return {
    list,
    sweep: () => sweepComplaints(context),

    routes(serve) {
      serve(contract.openComplaint, async ({ caller, body, idempotencyKey }) => {
        writes.take('write', caller.customerId);
        return asCustomer(caller, await customers.open(context, caller, body, idempotencyKey));
      });
      serve(contract.listComplaints, async ({ caller }) => ({ complaints: await list(caller.customerId) }));
      serve(contract.getComplaint, ({ caller, params }) => asCustomer(caller, idOf(params)));
      serve(contract.writeToComplaint, async ({ caller, params, body }) => {
        writes.take('write', caller.customerId);
        await customers.write(context, caller, idOf(params), body);
        return asCustomer(caller, idOf(params));
      });
      serve(contract.decideComplaint, async ({ caller, params, body }) => {
        await customers.decide(context, caller, idOf(params), body);
        return asCustomer(caller, idOf(params));
      });
      serve(contract.withdrawComplaint, async ({ caller, params }) => {
        await customers.withdraw(context, caller, idOf(params));
        return asCustomer(caller, idOf(params));
      });
      serve(contract.answerFollowUp, async ({ caller, params, body }) => {
        await customers.answerFollowUp(context, caller, idOf(params), body);
        return asCustomer(caller, idOf(params));
      });

      serve(contract.listDeskComplaints, async ({ caller, query }) => {
        assertStaffMay(caller, 'handle', 'complaint');
        if (query.view === 'open' || query.view === 'closed') assertStaffMay(caller, 'oversee', 'complaint');
        const { rows, next } = await listForDesk(db, caller.staffId, query);
        return {
          complaints: await viewAsDesk(db, identity, rows),
          next,
          counts: await countForDesk(db, caller.staffId, staffMay(caller, 'oversee', 'complaint')),
        };
      });
      serve(contract.getDeskComplaint, async ({ caller, params }) => {
        const detail = await asDesk(caller, idOf(params));
        await appendAudit(db, [
          {
            at: platform.clock.now(),
            action: 'complaint.viewed',
            staffId: caller.staffId,
            sessionId: caller.sessionId,
            customerId: detail.customer.id,
            details: { complaintId: detail.id, number: detail.number },
          },
        ]);
        return detail;
      });
      serve(contract.assignComplaint, async ({ caller, params, body }) => {
        await desk.assign(context, caller, idOf(params), { staffId: body.staffId.toLowerCase() });
        return asDesk(caller, idOf(params));
      });
      serve(contract.listComplaintHandlers, async ({ caller }) => {
        assertStaffMay(caller, 'oversee', 'complaint');
        return { handlers: await readHandlers(db) };
      });
      serve(contract.addComplaintEntry, async ({ caller, params, body }) => {
        await desk.addEntry(context, caller, idOf(params), body);
        return asDesk(caller, idOf(params));
      });
      serve(contract.setComplaintSeverity, async ({ caller, params, body }) => {
        await desk.setSeverity(context, caller, idOf(params), body);
        return asDesk(caller, idOf(params));
      });
      serve(contract.addComplaintTask, async ({ caller, params, body }) => {
        await addTask(context, caller, idOf(params), body);
        return asDesk(caller, idOf(params));
      });
      serve(contract.completeComplaintTask, async ({ caller, params, body }) => {
        await finishTask(context, caller, idOf(params), body);
        return undefined;
      });
      serve(contract.listComplaintTasks, async ({ caller }) => ({ tasks: await tasksForTeams(db, caller) }));
      serve(contract.requestGoodwill, async ({ caller, params, body }) => {
        await desk.requestGoodwill(context, caller, idOf(params), body);
        return asDesk(caller, idOf(params));
      });
      serve(contract.proposeToComplaint, async ({ caller, params, body }) => {
        await desk.propose(context, caller, idOf(params), body);
        return asDesk(caller, idOf(params));
      });
      serve(contract.closeComplaint, async ({ caller, params, body }) => {
        await desk.close(context, caller, idOf(params), body);
        return asDesk(caller, idOf(params));
      });
      serve(contract.getComplaintTrends, async ({ caller, query }) => {
        assertStaffMay(caller, 'oversee', 'complaint');
        return readTrends(db, platform.clock.now(), query.days ?? trendDays);
      });
    },
  };
}
