import { decimalOf } from '../../../contract/money.ts';
import { Element, FileProblem, fromShort, readXml, toMinorUnits, toShort, writeXml } from './xml.ts';

/** A transfer out, for pain.001. */
export interface Instruction {
  reference: string;
  account: string;
  payee: string;
  /** Minor units. */
  amount: bigint;
  currency: string;
  description: string;
}

export interface OurAccount {
  name: string;
  number: string;
}

/** A customer credit transfer initiation (pain.001.001.09): one payment information block a currency. */
export function writePain001(
  messageId: string,
  createdAt: Date,
  debtor: OurAccount,
  instructions: readonly Instruction[],
): string {
  const sum = (some: readonly Instruction[], currency: string) =>
    decimalOf(
      some.reduce((total, { amount }) => total + amount, 0n),
      currency,
    );
  const party = { Nm: debtor.name };
  const account = { Id: { Othr: { Id: debtor.number } } };
  const blocks = [...Map.groupBy(instructions, ({ currency }) => currency)];
  return writeXml('pain.001.001.09', {
    CstmrCdtTrfInitn: {
      GrpHdr: {
        MsgId: messageId,
        CreDtTm: createdAt.toISOString(),
        NbOfTxs: String(instructions.length),
        InitgPty: party,
      },
      PmtInf: blocks.map(([currency, some]) => ({
        PmtInfId: `${messageId}${currency}`,
        PmtMtd: 'TRF',
        NbOfTxs: String(some.length),
        CtrlSum: sum(some, currency),
        ReqdExctnDt: { Dt: createdAt.toISOString().slice(0, 10) },
        Dbtr: party,
        DbtrAcct: account,
        DbtrAgt: { FinInstnId: { Othr: { Id: 'NOTPROVIDED' } } },
        ChrgBr: 'SLEV',
        CdtTrfTxInf: some.map((instruction) => ({
          PmtId: { EndToEndId: toShort(instruction.reference) },
          Amt: {
            InstdAmt: { '@Ccy': instruction.currency, '#text': decimalOf(instruction.amount, currency) },
          },
          Cdtr: { Nm: instruction.payee.slice(0, 140) },
          CdtrAcct: { Id: { Othr: { Id: instruction.account } } },
          RmtInf: { Ustrd: instruction.description.slice(0, 140) },
        })),
      })),
    },
  });
}

/** What the bank says of an order. `pending` covers every status that is not final. */
export interface OrderStatus {
  reference: string;
  status: 'settled' | 'rejected' | 'pending';
  code: string;
}

function orderStatus(
  reference: string | undefined,
  status: string | undefined,
  reason: string | undefined,
): OrderStatus[] {
  if (reference === undefined || status === undefined) return [];
  if (status === 'ACSC' || status === 'ACCC') return [{ reference, status: 'settled', code: status }];
  if (status === 'RJCT') return [{ reference, status: 'rejected', code: reason ?? 'NARR' }];
  return [{ reference, status: 'pending', code: status }];
}

export type BankMessage =
  | {
      kind: 'pain.002';
      messageId: string;
      originalMessageId: string;
      /** When the whole file was refused: the reason. */
      refused: string | undefined;
      orders: OrderStatus[];
    }
  | { kind: 'camt.053' | 'camt.054'; messageId: string; entries: StatementEntry[] };

/** A booked movement on our account. */
export interface StatementEntry {
  /** The bank's own, AcctSvcrRef. */
  bankReference: string;
  direction: 'credit' | 'debit';
  /** Minor units. */
  amount: bigint;
  /** The bank's own text of an amount that is finer than a minor unit; `amount` is less then. */
  statedAmount: string | undefined;
  currency: string;
  bookedAt: Date;
  /** Ours, when the EndToEndId is one. */
  reference: string | undefined;
  /** The other side. */
  payerName: string | undefined;
  payerAccount: string | undefined;
  remittance: string | undefined;
  creditorReference: string | undefined;
}

/** Reads a file of the bank: pain.002, camt.053 or camt.054. Throws FileProblem. */
export function readBankMessage(xml: string): BankMessage {
  const document = readXml(xml);
  const report = document.at('CstmrPmtStsRpt');
  const reportId = report.at('GrpHdr', 'MsgId').text();
  if (reportId !== undefined) return readPain002(report, reportId);
  for (const [kind, root, statement] of [
    ['camt.053', 'BkToCstmrStmt', 'Stmt'],
    ['camt.054', 'BkToCstmrDbtCdtNtfctn', 'Ntfctn'],
  ] as const) {
    const message = document.at(root);
    const messageId = message.at('GrpHdr', 'MsgId').text();
    if (messageId === undefined) continue;
    const entries = message.all(statement).flatMap((each) => each.all('Ntry').flatMap(readEntry));
    return { kind, messageId, entries };
  }
  throw new FileProblem('neither pain.002 nor camt.053 nor camt.054');
}

function readPain002(report: Element, messageId: string): BankMessage {
  const group = report.at('OrgnlGrpInfAndSts');
  const originalMessageId = group.at('OrgnlMsgId').text();
  if (originalMessageId === undefined) throw new FileProblem('no OrgnlMsgId');
  const reasonOf = (element: Element) =>
    element.at('StsRsnInf', 'Rsn', 'Cd').text() ?? element.at('StsRsnInf', 'Rsn', 'Prtry').text();
  return {
    kind: 'pain.002',
    messageId,
    originalMessageId,
    refused: group.at('GrpSts').text() === 'RJCT' ? (reasonOf(group) ?? 'NARR') : undefined,
    orders: report
      .all('OrgnlPmtInfAndSts')
      .flatMap((info) => info.all('TxInfAndSts'))
      .flatMap((transaction) =>
        orderStatus(
          fromShort(transaction.at('OrgnlEndToEndId').text()),
          transaction.at('TxSts').text(),
          reasonOf(transaction),
        ),
      ),
  };
}

/** One movement an entry, or one a transaction of it where the bank has booked several together. */
function readEntry(entry: Element): StatementEntry[] {
  const status = entry.at('Sts', 'Cd').text() ?? entry.at('Sts').text();
  // What is only announced may never come.
  if (status !== 'BOOK') return [];
  const indicator = entry.at('CdtDbtInd').text();
  if (indicator !== 'CRDT' && indicator !== 'DBIT') throw new FileProblem('no CdtDbtInd');
  const time = entry.at('BookgDt', 'DtTm').text() ?? entry.at('BookgDt', 'Dt').text();
  const bookedAt = new Date(time ?? '');
  if (Number.isNaN(bookedAt.getTime())) throw new FileProblem('no BookgDt');
  const transactions = entry.all('NtryDtls').flatMap((details) => details.all('TxDtls'));
  const parts = transactions.length > 1 ? transactions : [transactions[0] ?? new Element(undefined)];
  return parts.flatMap((transaction, index) => {
    const stated = parts.length > 1 ? transaction.at('Amt') : entry.at('Amt');
    const currency = stated.attribute('Ccy') ?? '';
    const { amount, isExact } = toMinorUnits(stated.text(), currency);
    // Less than a minor unit is no money that any books could hold.
    if (amount === 0n) return [];
    const bankReference =
      transaction.at('Refs', 'AcctSvcrRef').text() ??
      entry.at('AcctSvcrRef').text() ??
      entry.at('NtryRef').text();
    if (bankReference === undefined) throw new FileProblem('no AcctSvcrRef');
    const party = indicator === 'CRDT' ? 'Dbtr' : 'Cdtr';
    const parties = transaction.at('RltdPties');
    const account = parties.at(`${party}Acct`, 'Id');
    return {
      bankReference:
        parts.length > 1 && transaction.at('Refs', 'AcctSvcrRef').text() === undefined
          ? `${bankReference}/${index}`
          : bankReference,
      direction: indicator === 'CRDT' ? 'credit' : 'debit',
      amount,
      statedAmount: isExact ? undefined : stated.text(),
      currency,
      bookedAt,
      reference: fromShort(transaction.at('Refs', 'EndToEndId').text()),
      payerName: parties.at(party, 'Pty', 'Nm').text() ?? parties.at(party, 'Nm').text(),
      payerAccount: account.at('IBAN').text(34) ?? account.at('Othr', 'Id').text(64),
      remittance:
        transaction
          .at('RmtInf')
          .all('Ustrd')
          .map((line) => line.text() ?? '')
          .join(' ')
          .trim()
          .slice(0, 500) || undefined,
      creditorReference: transaction.at('RmtInf', 'Strd', 'CdtrRefInf', 'Ref').text(35),
    };
  });
}
