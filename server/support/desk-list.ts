import type { ResultOf } from '../../contract/route.ts';
import { deskCursorPattern, type listDeskConversations } from '../../contract/support.ts';
import { appendAudit, assertStaffMay } from '../identity/identity.ts';
import type { Platform } from '../platform/platform.ts';
import { readsAll } from './access.ts';
import { countForDesk, type DeskPlace, type DeskView, listForDesk, placeOf } from './desk-queries.ts';
import type { Staff } from './support.ts';
import { type Views, visibleTo } from './views.ts';

const pageLength = 50;

function readCursor(cursor: string | undefined): DeskPlace | undefined {
  const [, rank, at, id] = deskCursorPattern.exec(cursor ?? '') ?? [];
  return id === undefined ? undefined : { rank: Number(rank), at: new Date(Number(at)), id };
}

function cursorOf(place: DeskPlace | undefined): string | undefined {
  return place && `${place.rank}.${place.at.getTime()}.${place.id}`;
}

/** The inbox: one page of a view, as far as this member of staff may see, and how many each view has. */
export async function deskList(
  platform: Platform,
  views: Views,
  staff: Staff,
  request: { view: DeskView; search?: string; after?: string },
): Promise<ResultOf<typeof listDeskConversations>> {
  assertStaffMay(staff, 'work', 'conversation');
  const search = request.search?.trim() || undefined;
  const rows = await listForDesk(platform.db, {
    view: request.view,
    staffId: staff.staffId,
    readsAll: readsAll(staff),
    search,
    after: readCursor(request.after),
    limit: pageLength + 1,
  });
  const page = rows.slice(0, pageLength);
  const last = page.at(-1);
  const next = rows.length > pageLength && last ? cursorOf(placeOf(request.view, last)) : undefined;
  // Who looks through what customers said is written down, with how much was found.
  if (search !== undefined)
    await appendAudit(platform.db, [
      {
        at: platform.clock.now(),
        action: 'conversation.searched',
        staffId: staff.staffId,
        sessionId: staff.sessionId,
        details: { view: request.view, characters: search.length, found: page.length },
      },
    ]);
  const entries = await views.asDesk(platform.db, page);
  return {
    conversations: entries.map((entry) => visibleTo(staff, entry)),
    counts: await countForDesk(platform.db, staff.staffId),
    ...(next === undefined ? {} : { next }),
  };
}
