import type { RailOperation, SettlementLine, SettlementReport } from '../rail.ts';
import type { SandboxClient } from './client.ts';

const header = 'type,reference,amount,currency,fee,processed_at';
const line =
  /^(card|bank)\.(charge|debit|payout|refund),([0-9a-f-]{36}),(\d{1,16}),([A-Z]{3}),(\d{1,16}),(\S{20,30})$/;

/** The sandbox's report of a day, CSV for both its rails; a line that cannot be read spoils the report, for it may be money. */
export async function readSettlements(
  call: SandboxClient,
  network: 'card' | 'bank',
  day: string,
): Promise<SettlementReport> {
  const answer = await call('GET', `/settlements?${new URLSearchParams({ day }).toString()}`);
  if (answer.kind !== 'answered') return { status: 'unavailable', reason: answer.reason };
  if (answer.status !== 200 || typeof answer.body !== 'string')
    return { status: 'unavailable', reason: `HTTP ${answer.status}` };
  const [first, ...rows] = answer.body.trimEnd().split('\n');
  if (first !== header) return { status: 'unavailable', reason: 'unreadable report' };
  const lines: SettlementLine[] = [];
  for (const row of rows) {
    const [, of, kind, reference, amount, currency, fee, at] = line.exec(row) ?? [];
    const processedAt = new Date(at ?? '');
    if (
      kind === undefined ||
      reference === undefined ||
      currency === undefined ||
      Number.isNaN(processedAt.getTime())
    )
      return { status: 'unavailable', reason: 'unreadable report' };
    if (of !== network) continue;
    const operation: RailOperation = kind === 'payout' || kind === 'refund' ? kind : 'charge';
    lines.push({
      operation,
      reference,
      amount: BigInt(amount as string),
      currency,
      fee: BigInt(fee as string),
      processedAt,
    });
  }
  return { status: 'available', lines };
}
