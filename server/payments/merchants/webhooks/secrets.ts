import { randomBytes } from 'node:crypto';
import { createSealing } from '../../../platform/sealing.ts';
import type { PaymentsContext } from '../../context.ts';
import type { EndpointRow } from './webhook.ts';

const prefix = 'whsec_';

/** Secrets of endpoints: read again for every signature, so they are sealed and not hashed. */
export interface Secrets {
  make(endpointId: string): { secret: string; sealed: Buffer };
  /** What signs now: the newest, and the one before until its time is over. */
  current(endpoint: EndpointRow, now: Date): string[];
}

export function createSecrets({ config }: Pick<PaymentsContext, 'config'>): Secrets {
  const sealing = createSealing(config.sealingKey, 'webhooks');
  return {
    make(endpointId) {
      const secret = prefix + randomBytes(32).toString('base64');
      return { secret, sealed: sealing.seal(secret, endpointId) };
    },
    current({ id, secret, previous_secret: previous, previous_secret_until: until }, now) {
      const both = previous !== null && until !== null && until > now ? [secret, previous] : [secret];
      return both.map((sealed) => sealing.open(sealed, id));
    },
  };
}
