import { useQueryClient } from '@tanstack/react-query';
import type { StaffSession } from '../../../contract/identity.ts';
import { forgetOthers } from './local-data.ts';
import { showInLanguageOf, staffQuery } from './session.ts';

/** Somebody has just been let in: what another left here is forgotten. */
export function useArrive(): (staff: StaffSession) => Promise<void> {
  const queryClient = useQueryClient();
  return async (staff) => {
    await forgetOthers(staff.id);
    await showInLanguageOf(staff);
    queryClient.clear();
    queryClient.setQueryData(staffQuery.queryKey, staff);
  };
}
