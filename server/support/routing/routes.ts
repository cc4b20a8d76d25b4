import * as contract from '../../../contract/routing.ts';
import type { DeskConversation } from '../../../contract/support.ts';
import { assertStaffMay } from '../../identity/identity.ts';
import type { Serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { deskDetail, type DetailDeps } from '../desk-detail.ts';
import { findViews } from '../queries.ts';
import type { Staff } from '../support.ts';
import { forecastWait } from '../surge.ts';
import { visibleTo } from '../views.ts';
import { markPresent, readAgents } from './agent-queries.ts';
import type { Routing } from './routing.ts';
import { resume, snooze } from './snooze.ts';
import { takeNext } from './take.ts';
import { transfer } from './transfer.ts';

export function routingRoutes(
  platform: Platform,
  deps: DetailDeps & { routing: Routing },
  serve: Serve,
): void {
  const { db } = platform;

  async function agent(staffId: string): Promise<contract.Agent> {
    const [found] = await readAgents(db, staffId);
    if (found === undefined) throw new ProblemError('not_found');
    return found;
  }

  async function conversation(staff: Staff, id: string): Promise<DeskConversation> {
    const [found] = await deps.views.asDesk(db, await findViews(db, [id]));
    if (found === undefined) throw new ProblemError('not_found');
    return visibleTo(staff, found);
  }

  serve(contract.forecastWait, ({ query }) => forecastWait(db, platform.clock.now(), query.language));

  serve(contract.getPresence, async ({ caller }) => {
    assertStaffMay(caller, 'work', 'conversation');
    await markPresent(db, [caller], platform.clock.now());
    return agent(caller.staffId);
  });
  serve(contract.setPresence, async ({ caller, body }) => {
    await deps.routing.setPresence(caller, body.presence);
    return agent(caller.staffId);
  });
  serve(contract.listAgents, async ({ caller }) => {
    assertStaffMay(caller, 'work', 'conversation');
    return { agents: await readAgents(db) };
  });
  serve(contract.updateAgent, async ({ caller, params, body }) => {
    await deps.routing.update(caller, params.id.toLowerCase(), body);
    return agent(params.id.toLowerCase());
  });
  serve(contract.transferConversation, async ({ caller, params, body }) => {
    const id = params.id.toLowerCase();
    await transfer(platform, caller, id, body);
    return conversation(caller, id);
  });
  serve(contract.snoozeConversation, async ({ caller, params, body }) => {
    const id = params.id.toLowerCase();
    await snooze(platform, caller, id, body);
    return conversation(caller, id);
  });
  serve(contract.resumeConversation, async ({ caller, params }) => {
    const id = params.id.toLowerCase();
    await resume(platform, caller, id);
    return conversation(caller, id);
  });
  serve(contract.takeNext, async ({ caller }) => {
    const id = await takeNext(platform, caller);
    return id === undefined ? {} : { detail: await deskDetail(platform, deps, caller, id) };
  });
}
