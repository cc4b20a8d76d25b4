import * as contract from '../../../contract/callbacks.ts';
import { assertStaffMay } from '../../identity/identity.ts';
import type { Serve } from '../../platform/http/serve.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { Staff } from '../support.ts';
import { type CallbacksContext, viewCallback } from './callbacks.ts';
import type { DeskActs } from './desk-acts.ts';
import * as queries from './queries.ts';

/** More than a day's; what is further back is in the audit. */
const mostListed = 200;

export function callbackRoutes({ db, identity }: CallbacksContext, desk: DeskActs, serve: Serve): void {
  async function asDesk(rows: readonly queries.CallbackRow[]): Promise<contract.DeskCallback[]> {
    const customers = await identity.customers(db, [...new Set(rows.map((row) => row.customer_id))]);
    return rows.flatMap((row) => {
      const customer = customers.get(row.customer_id);
      if (customer === undefined) return [];
      return {
        ...viewCallback(row),
        customer: { id: customer.id, name: customer.maskedName, maskedContact: customer.maskedContact },
        agent: row.agent_id === null ? undefined : { id: row.agent_id, name: row.agent_name ?? '' },
        calls: row.calls.map(({ agent_name, started_at, result }) => ({
          agentName: agent_name,
          startedAt: new Date(started_at).toISOString(),
          result: result ?? undefined,
        })),
        outcome: row.outcome ?? undefined,
        note: row.note ?? undefined,
        closedAt: row.closed_at?.toISOString(),
      };
    });
  }

  async function one(id: string): Promise<contract.DeskCallback> {
    const row = await queries.findCallback(db, id);
    const [callback] = row === undefined ? [] : await asDesk([row]);
    if (callback === undefined) throw new ProblemError('not_found');
    return callback;
  }

  /** Every agent may take any; a refusal names no callback. */
  function idFor(caller: Staff, { id }: { id: string }): string {
    assertStaffMay(caller, 'work', 'conversation');
    return id.toLowerCase();
  }

  serve(contract.listDeskCallbacks, async ({ caller, query }) => {
    assertStaffMay(caller, 'work', 'conversation');
    return { callbacks: await asDesk(await queries.listCallbacks(db, query.view, mostListed)) };
  });
  serve(contract.claimCallback, async ({ caller, params }) => {
    const id = idFor(caller, params);
    await desk.claim(caller, id);
    return one(id);
  });
  serve(contract.releaseCallback, async ({ caller, params }) => {
    const id = idFor(caller, params);
    await desk.release(caller, id);
    return one(id);
  });
  serve(contract.startCallbackCall, async ({ caller, params }) => {
    const id = idFor(caller, params);
    const call = await desk.startCall(caller, id);
    return { callback: await one(id), ...call };
  });
  serve(contract.endCallbackCall, async ({ caller, params, body }) => {
    const id = idFor(caller, params);
    await desk.endCall(caller, id, body);
    return one(id);
  });
}
