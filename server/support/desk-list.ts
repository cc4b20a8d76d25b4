import type { ResultOf } from '../../contract/route.ts';
import type { listDeskConversations } from '../../contract/support.ts';
import { assertStaffMay } from '../identity/identity.ts';
import type { Platform } from '../platform/platform.ts';
import { readsAll } from './access.ts';
import { countForDesk, type DeskView, listForDesk } from './desk-queries.ts';
import type { Staff } from './support.ts';
import { type Views, visibleTo } from './views.ts';

/** More than anybody looks through; what is further down is found by searching. */
const longestList = 100;

/** The inbox: one view of it, as far as this member of staff may see, and how many each view has. */
export async function deskList(
  platform: Platform,
  views: Views,
  staff: Staff,
  request: { view: DeskView; search?: string },
): Promise<ResultOf<typeof listDeskConversations>> {
  assertStaffMay(staff, 'work', 'conversation');
  const rows = await listForDesk(platform.db, {
    view: request.view,
    staffId: staff.staffId,
    readsAll: readsAll(staff),
    search: request.search?.trim() || undefined,
    limit: longestList,
  });
  const entries = await views.asDesk(platform.db, rows);
  return {
    conversations: entries.map((entry) => visibleTo(staff, entry)),
    counts: await countForDesk(platform.db, staff.staffId),
  };
}
