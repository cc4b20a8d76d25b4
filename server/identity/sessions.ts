import type { FastifyRequest } from 'fastify';
import { backgroundHeader } from '../../contract/route.ts';
import { networkOf } from '../platform/places.ts';
import { createBatchRead } from '../platform/batch-read.ts';
import type { Database } from '../platform/database/database.ts';
import { createGroupCommit } from '../platform/group-commit.ts';
import type { Authenticators } from '../platform/http/serve.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { stepUpOf } from './step-up-header.ts';
import { hashToken } from './context.ts';
import { seeNetwork } from './networks.ts';
import { cookieNames } from './cookies.ts';
import {
  type CustomerSessionRow,
  selectCustomerSessions,
  selectEndedOrDue,
  selectStaffSessions,
  type SessionLimits,
  updateLastUsed,
  type WatchedSession,
} from './queries/sessions.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A session ends when it is not used for the idle time, and in any case after the absolute one. */
export const sessionPolicies = {
  // Five minutes: RTS 2018/389, article 4(3)(d).
  customer: { idleMilliseconds: 5 * minute, absoluteMilliseconds: 24 * hour },
  staff: { idleMilliseconds: 15 * minute, absoluteMilliseconds: 12 * hour },
} as const;

/** Use is written down at most this often, so the idle time is exact to this much. */
const useMilliseconds = minute / 2;
const tokenLength = 43;

interface Session {
  token_hash: string;
  id: string;
  due: boolean;
}

const isBackground = (request: FastifyRequest) => request.headers[backgroundHeader] !== undefined;

type Readers = Pick<Authenticators, 'customer' | 'staff'>;

/** Those of `sessions` that have ended, and those whose member of staff has another role by now. The use of others is noted. */
export type EndedSessions = (
  kind: 'customer' | 'staff',
  sessions: readonly WatchedSession[],
) => Promise<Set<string>>;

/**
 * Proves sessions. On the path of every request: callers of one moment share one prepared statement; nothing is cached.
 * `using` counts as use of the session, unless the page reads by itself; `watching` does not. `ended` proves those of open
 * sockets again.
 */
export function createSessionReaders(platform: Platform): {
  using: Readers;
  watching: Readers;
  ended: EndedSessions;
} {
  const customer = createSessionReader(platform, 'customer', selectCustomerSessions);
  const staff = createSessionReader(platform, 'staff', selectStaffSessions);
  const readers = (use: boolean): Readers => ({
    async customer(request) {
      const session = await customer.prove(request, use && !isBackground(request));
      const networkNew = await onNetwork(platform, session, request.ip);
      return {
        customerId: session.customer_id,
        sessionId: session.id,
        deviceId: session.device_id,
        language: session.language,
        stepUpId: stepUpOf(request),
        ...(networkNew
          ? { caution: 'new_network' as const }
          : session.cautious
            ? { caution: 'new_device' as const }
            : {}),
      };
    },
    async staff(request) {
      const session = await staff.prove(request, use && !isBackground(request));
      return { staffId: session.staff_id, sessionId: session.id, name: session.name, role: session.role };
    },
  });
  return {
    using: readers(true),
    watching: readers(false),
    ended: (kind, sessions) => (kind === 'customer' ? customer : staff).ended(sessions),
  };
}

function createSessionReader<Row extends Session>(
  { db, clock }: Platform,
  kind: 'customer' | 'staff',
  select: (db: Database, tokenHashes: readonly string[], limits: SessionLimits) => Promise<Row[]>,
) {
  const { idleMilliseconds } = sessionPolicies[kind];
  function limits(): SessionLimits {
    const now = clock.now();
    return {
      now,
      idleSince: new Date(now.getTime() - idleMilliseconds),
      dueSince: new Date(now.getTime() - useMilliseconds),
    };
  }
  const read = createBatchRead<string, Row>(async (tokenHashes) => {
    const rows = await select(db, tokenHashes, limits());
    return new Map(rows.map((row) => [row.token_hash, row]));
  });
  // One at a time, so that two of this process never want the same rows in another order.
  const noteUse = createGroupCommit<string, void>({
    concurrency: 1,
    async run(ids) {
      await updateLastUsed(db, kind, ids, clock.now());
      return ids.map(() => ({ value: undefined }));
    },
  });
  return {
    async prove(request: FastifyRequest, use: boolean): Promise<Row> {
      const token = request.cookies[cookieNames[kind]];
      const session = token?.length === tokenLength ? await read(hashToken(token)) : undefined;
      if (session === undefined) throw new ProblemError('not_signed_in');
      if (use && session.due) await noteUse(session.id);
      return session;
    },
    async ended(sessions: readonly WatchedSession[]): Promise<Set<string>> {
      const rows = await selectEndedOrDue(db, kind, sessions, limits());
      const [over, due] = [rows.filter(({ ended }) => ended), rows.filter(({ ended }) => !ended)];
      await Promise.all(due.map(({ id }) => noteUse(id)));
      return new Set(over.map(({ id }) => id));
    },
  };
}

/** Whether the session is used on a network that its customer has not confirmed; one statement only when it has moved. */
async function onNetwork(platform: Platform, session: CustomerSessionRow, address: string): Promise<boolean> {
  const network = networkOf(address);
  if (network === session.network) return session.network_new;
  return seeNetwork(platform, {
    sessionId: session.id,
    customerId: session.customer_id,
    network,
    address,
  });
}
