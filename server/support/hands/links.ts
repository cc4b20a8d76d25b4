import * as contract from '../../../contract/conversation-links.ts';
import type { BodyOf } from '../../../contract/route.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Serve } from '../../platform/http/serve.ts';
import { newId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { refuseReader } from '../access.ts';
import { audit } from '../audit.ts';
import { mayRead as mayReadComplaint } from '../complaints/desk-acts.ts';
import { findComplaint } from '../complaints/queries.ts';
import { findConversation } from '../queries.ts';
import type { Staff, Support } from '../support.ts';
import { type LinkRow, findComplaintId, readLinks, removeLink, writeLink } from './link-queries.ts';
import { mergeConversation } from './merge.ts';

type Target = BodyOf<typeof contract.linkConversation>['to'];

/** What belongs together: a conversation with others, of any customer, and with complaints; and what goes on in another. */
export function linkRoutes(
  platform: Platform,
  deps: { requireAgent: Support['requireAgent'] },
  serve: Serve,
): void {
  const { db, clock } = platform;

  serve(contract.listLinks, async ({ caller, params }) => {
    const { id } = await deps.requireAgent(db, caller, params.id.toLowerCase(), 'read');
    return view(db, caller, await readLinks(db, { conversationId: id }));
  });

  serve(contract.listComplaintLinks, async ({ caller, params }) => {
    const complaint = await findComplaint(db, params.id.toLowerCase());
    if (complaint === undefined) throw new ProblemError('not_found');
    if (!mayReadComplaint(caller, complaint)) throw new ProblemError('not_allowed');
    return view(db, caller, await readLinks(db, { complaintId: complaint.id }));
  });

  serve(contract.linkConversation, async ({ caller, params, body }) => {
    const { id, customerId } = await deps.requireAgent(db, caller, params.id.toLowerCase(), 'read');
    await db.transaction(async (tx) => {
      const to = await findTarget(tx, id, body.to);
      const link = { id: newId(), from: id, ...to, reason: body.reason, by: caller.name, at: clock.now() };
      if (!(await writeLink(tx, link))) throw new ProblemError('too_many_links');
      await audit(platform, tx, caller, {
        action: 'conversation.linked',
        conversationId: id,
        customerId,
        details: { ...to, reason: body.reason },
      });
    });
    return view(db, caller, await readLinks(db, { conversationId: id }));
  });

  serve(contract.mergeConversation, async ({ caller, params }) => {
    const [into, source] = [params.id.toLowerCase(), params.mergedId.toLowerCase()];
    await mergeConversation(platform, caller, { source, into });
    return undefined;
  });

  serve(contract.unlinkConversation, async ({ caller, params }) => {
    const { id, customerId } = await deps.requireAgent(db, caller, params.id.toLowerCase(), 'read');
    await db.transaction(async (tx) => {
      const removed = await removeLink(tx, id, params.linkId);
      if (removed === undefined) throw new ProblemError('not_found');
      await audit(platform, tx, caller, {
        action: 'conversation.unlinked',
        conversationId: id,
        customerId,
        details: removed,
      });
    });
    return undefined;
  });
}

async function findTarget(
  tx: Transaction,
  from: string,
  to: Target,
): Promise<{ conversationId: string } | { complaintId: string }> {
  if (to.kind === 'complaint') {
    const complaintId = await findComplaintId(tx, to.number.toUpperCase());
    if (complaintId === undefined) throw new ProblemError('link_target_not_found');
    return { complaintId };
  }
  const conversationId = to.id.toLowerCase();
  if (conversationId === from) throw new ProblemError('link_to_itself');
  if ((await findConversation(tx, conversationId)) === undefined)
    throw new ProblemError('link_target_not_found');
  return { conversationId };
}

/** Whose the other is, is told only to who may read it. */
async function view(
  q: Queryable,
  staff: Staff,
  rows: readonly LinkRow[],
): Promise<{ links: contract.Link[] }> {
  const links: contract.Link[] = [];
  for (const row of rows) {
    const mayRead =
      row.kind === 'complaint'
        ? mayReadComplaint(staff, row)
        : (await refuseReader(q, { kind: 'staff', caller: staff }, { ...row, id: row.to_id })) === undefined;
    links.push({
      id: row.id,
      reason: row.reason,
      by: row.linked_by,
      at: row.linked_at.toISOString(),
      to: {
        ...(row.kind === 'complaint'
          ? { kind: row.kind, number: row.number, status: row.status }
          : { kind: row.kind, status: row.status }),
        id: row.to_id,
        openedAt: row.opened_at.toISOString(),
        ...(mayRead ? { customerName: row.customer_name } : {}),
      },
    });
  }
  return { links };
}
