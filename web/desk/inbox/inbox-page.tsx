import { Navigate } from '@tanstack/react-router';
import { useRooms } from '../shell/rooms.tsx';
import { Desk } from './desk.tsx';

/** The inbox, for those who talk to customers; others begin in their own room. */
export function InboxPage() {
  const [first] = useRooms();
  return first === undefined || first.to === '/' ? <Desk /> : <Navigate to={first.to} replace />;
}
