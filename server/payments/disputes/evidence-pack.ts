import { buffer } from 'node:stream/consumers';
import type { Evidence } from '../../../contract/disputes.ts';
import { decimalOf } from '../../../contract/money.ts';
import type { TraceEntry } from '../../../contract/payments.ts';
import type { Language, LocalizedText } from '../../../contract/text.ts';
import type { Files } from '../../platform/files/files.ts';
import { type PdfBlock, renderPdf } from '../../platform/pdf/pdf.ts';
import type { PaymentsContext } from '../context.ts';
import { readPayments } from '../queries/attempts.ts';
import type { PaymentRow } from '../rows.ts';
import { viewDetail } from '../view.ts';
import { type DisputeRow, viewEvidence } from './dispute.ts';
import { readEvidence } from './queries.ts';
import { packWords } from './pack-words.ts';

/** Pictures that a PDF can hold; the others are named by their hash. */
const drawable: ReadonlySet<string> = new Set(['image/jpeg', 'image/png']);

/**
 * What a customer hands to a bank or the police: the payment, how it came about check by check, the dispute, what each side
 * said and showed, with the hashes of the files. It states what is recorded and judges nothing.
 */
export async function makeEvidencePack(
  context: PaymentsContext,
  files: Files,
  dispute: DisputeRow,
  language: Language,
): Promise<Buffer> {
  const { db, identity, clock } = context;
  const [row] = (await readPayments(db, [dispute.payment_id])) as [PaymentRow];
  const payment = await viewDetail(context, db, dispute.customer_id, row);
  const customer = (await identity.customers(db, [dispute.customer_id])).get(dispute.customer_id);
  const evidence = ((await readEvidence(db, [dispute.id])).get(dispute.id) ?? []).map(viewEvidence);
  const words = packWords[language];
  const say = (text: LocalizedText) => text[language];
  const time = (iso: string) =>
    `${new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
      dateStyle: 'medium',
      timeStyle: 'medium',
      timeZone: 'Asia/Shanghai',
    }).format(new Date(iso))} (UTC+8)`;
  const money = (amount: string) => `${dispute.currency} ${decimalOf(amount)}`;
  const method = payment.method;
  const methodText =
    method.bank === undefined
      ? words.methods[method.type]
      : `${say(method.bank)} ${words.methods[method.type]} **** ${method.last4 ?? ''}`;

  const blocks: PdfBlock[] = [
    { kind: 'title', text: words.title, subtitle: words.subtitle },
    { kind: 'heading', text: words.payment },
    {
      kind: 'facts',
      facts: [
        [words.paymentId, payment.id],
        [words.kind, words.kinds[payment.kind]],
        [words.amount, money(payment.amount)],
        [words.payee, say(payment.counterparty.name)],
        [words.method, methodText],
        [words.madeAt, time(payment.createdAt)],
        ...(payment.completedAt ? [[words.completedAt, time(payment.completedAt)] as const] : []),
        ...(payment.note ? [[words.note, payment.note] as const] : []),
        [words.payer, `${customer?.maskedName ?? ''}  ${customer?.maskedContact ?? ''}`],
      ],
    },
    { kind: 'heading', text: words.checks },
    ...payment.attempts.flatMap((attempt): PdfBlock[] => [
      { kind: 'paragraph', text: words.attempt(attempt.number, time(attempt.startedAt)), tone: 'muted' },
      {
        kind: 'table',
        columns: [
          { title: words.check, share: 2 },
          { title: words.result, share: 1.2 },
          { title: words.seen, share: 4 },
        ],
        rows: attempt.trace.map((entry) => [
          words.checkNames[entry.check],
          words.results[entry.result],
          evidenceText(entry),
        ]),
      },
    ]),
    { kind: 'heading', text: words.dispute },
    {
      kind: 'facts',
      facts: [
        [words.disputeId, dispute.id],
        [words.reason, words.reasons[dispute.reason]],
        [words.disputedAmount, money(dispute.amount.toString())],
        [words.openedAt, time(dispute.opened_at.toISOString())],
        [words.status, words.statuses[dispute.status]],
        ...(dispute.closed_at ? [[words.closedAt, time(dispute.closed_at.toISOString())] as const] : []),
        ...(dispute.decision_reason ? [[words.decision, dispute.decision_reason] as const] : []),
      ],
    },
    { kind: 'paragraph', text: dispute.description },
    ...(payment.refunds ?? []).map(
      (refund): PdfBlock => ({
        kind: 'paragraph',
        text: words.refunded(money(refund.amount), time(refund.completedAt ?? refund.createdAt)),
      }),
    ),
  ];
  if (evidence.length > 0) {
    blocks.push({ kind: 'heading', text: words.evidence });
    for (const item of evidence) blocks.push(...(await evidenceBlocks(files, item, words, time)));
  }
  blocks.push({ kind: 'paragraph', text: words.closing, tone: 'muted' });
  const now = clock.now();
  return renderPdf(blocks, {
    title: `${words.title} ${payment.id}`,
    author: 'UPay',
    createdAt: now,
    footer: (page, pages) => words.footer(page, pages, time(now.toISOString())),
  });
}

type Words = (typeof packWords)[Language];

async function evidenceBlocks(
  files: Files,
  item: Evidence,
  words: Words,
  time: (iso: string) => string,
): Promise<PdfBlock[]> {
  const said = `${words.parties[item.party]} · ${time(item.at)}`;
  if (item.text !== undefined)
    return [
      { kind: 'paragraph', text: said, tone: 'muted' },
      { kind: 'paragraph', text: item.text },
    ];
  if (item.file === undefined) return [];
  const { name, mediaType, size, sha256 } = item.file;
  const caption = `${said}\n${name} · ${Math.ceil(size / 1024)} KB\nSHA-256 ${sha256}`;
  const stored = drawable.has(mediaType) ? await files.read(item.id) : undefined;
  if (stored === undefined) return [{ kind: 'paragraph', text: caption }];
  return [{ kind: 'image', content: await buffer(stored.content), caption }];
}

/** What a check saw, in its own words: names and values as they are recorded. */
function evidenceText(entry: TraceEntry): string {
  return Object.entries(entry.evidence)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');
}
