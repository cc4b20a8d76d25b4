import type {
  Complaint,
  ComplaintEntry,
  DeskComplaint,
  DeskComplaintDetail,
} from '../../../contract/complaint.ts';
import type { Identity } from '../../identity/identity.ts';
import type { Queryable } from '../../platform/database/database.ts';
import {
  type ClockRow,
  type ComplaintRow,
  type EntryRow,
  type GoodwillRow,
  readClocks,
  readGoodwill,
  readProposals,
} from './queries.ts';

interface Beside {
  clocks: ClockRow[];
  goodwill: GoodwillRow[];
  proposal: { text: string; at: Date } | undefined;
}

/** What stands beside each complaint: clocks, money, the last proposal. */
async function readBeside(q: Queryable, rows: readonly ComplaintRow[]): Promise<(id: string) => Beside> {
  const ids = rows.map((row) => row.id);
  const [clocks, goodwill, proposals] = await Promise.all([
    readClocks(q, ids),
    readGoodwill(q, ids),
    readProposals(q, ids),
  ]);
  const clocksOf = Map.groupBy(clocks, (clock) => clock.complaint_id);
  const goodwillOf = Map.groupBy(goodwill, (row) => row.complaint_id);
  const proposalOf = new Map(proposals.map((row) => [row.complaint_id, row]));
  return (id) => ({
    clocks: clocksOf.get(id) ?? [],
    goodwill: goodwillOf.get(id) ?? [],
    proposal: proposalOf.get(id),
  });
}

export async function viewAsCustomer(q: Queryable, rows: readonly ComplaintRow[]): Promise<Complaint[]> {
  const beside = await readBeside(q, rows);
  return rows.map((row) => viewComplaint(row, beside(row.id)));
}

function viewComplaint(row: ComplaintRow, { clocks, goodwill, proposal }: Beside): Complaint {
  const decision = clocks.find((clock) => clock.kind === 'resolve');
  const isRunning = decision !== undefined && decision.met_at === null && decision.left_when_paused === null;
  const held = goodwill.find((one) => one.state === 'held');
  const paid = goodwill.findLast((one) => one.state === 'paid');
  return {
    id: row.id,
    number: row.number,
    category: row.category,
    wish: row.wish,
    description: row.description,
    status: row.status,
    paymentId: row.payment_id ?? undefined,
    conversationId: row.conversation_id ?? undefined,
    ownerName: row.owner_name ?? undefined,
    openedAt: row.opened_at.toISOString(),
    decisionBy: isRunning ? decision.due_at.toISOString() : undefined,
    proposal:
      row.status === 'proposed' && proposal !== undefined
        ? { text: proposal.text, goodwill: held && money(held), at: proposal.at.toISOString() }
        : undefined,
    goodwillPaid: paid && { ...money(paid), paymentId: paid.payment_id as string },
    closedAt: row.closed_at?.toISOString(),
    outcome: row.outcome ?? undefined,
    explanation: row.explanation ?? undefined,
    followUp: row.follow_up ?? undefined,
  };
}

const money = ({ amount, currency }: GoodwillRow) => ({ amount: amount.toString(), currency });

export async function viewAsDesk(
  q: Queryable,
  identity: Identity,
  rows: readonly ComplaintRow[],
): Promise<DeskComplaint[]> {
  const [beside, customers] = await Promise.all([
    readBeside(q, rows),
    identity.customers(q, [...new Set(rows.map((row) => row.customer_id))]),
  ]);
  return rows.map((row) => {
    const around = beside(row.id);
    const customer = customers.get(row.customer_id);
    return {
      ...viewComplaint(row, around),
      customer: {
        id: row.customer_id,
        name: customer?.maskedName ?? row.customer_name,
        maskedContact: customer?.maskedContact ?? row.phone_end,
      },
      severity: row.severity,
      owner:
        row.owner_id === null || row.owner_name === null
          ? undefined
          : { id: row.owner_id, name: row.owner_name },
      escalated: row.escalated_at !== null,
      appeals: row.appeals,
      cause: row.cause ?? undefined,
      clocks: around.clocks.map(viewClock),
    };
  });
}

function viewClock(clock: ClockRow): DeskComplaintDetail['clocks'][number] {
  const wasMissed = clock.overdue_at !== null;
  const kind = clock.kind;
  if (clock.met_at !== null)
    return { kind, state: wasMissed ? 'missed' : 'met', metAt: clock.met_at.toISOString() };
  if (clock.left_when_paused !== null)
    return { kind, state: 'paused', minutesLeft: Math.round(Number(clock.left_when_paused) / 60_000) };
  return { kind, state: wasMissed ? 'overdue' : 'running', dueAt: clock.due_at.toISOString() };
}

export function viewEntry(row: EntryRow): ComplaintEntry {
  return {
    sequence: row.sequence,
    kind: row.kind,
    actor: { kind: row.actor_kind, name: row.actor_name ?? undefined },
    internal: row.internal,
    text: row.text ?? undefined,
    about: row.details.about,
    at: row.at.toISOString(),
  };
}
