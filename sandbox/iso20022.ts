import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { Refusal } from './errors.ts';

/** ISO 20022 as the bank speaks it: pain.001 in; pain.002, camt.054 and camt.053 out. Amounts here are minor units as text. */

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  removeNSPrefix: true,
  isArray: (name) => name === 'PmtInf' || name === 'CdtTrfTxInf',
});
const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true });

const predefined: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const plain = (text: unknown) =>
  (typeof text === 'string' ? text : '').replace(
    /&(lt|gt|amp|quot|apos);/g,
    (_, name: string) => predefined[name] as string,
  );

export interface Instruction {
  endToEndId: string;
  amount: string;
  currency: string;
  creditorName: string;
  creditorAccount: string;
  remittance: string;
}

export interface PaymentFile {
  messageId: string;
  instructions: Instruction[];
}

/** "12.3" → "1230"; all currencies here have two minor digits. */
function toMinorUnits(text: unknown): string {
  const [, whole, fraction = ''] = /^(\d{1,15})(?:\.(\d{1,2}))?$/.exec(String(text)) ?? [];
  if (whole === undefined)
    throw new Refusal(400, 'AM12', 'An amount must be a decimal with up to two digits after the point');
  return BigInt(whole + fraction.padEnd(2, '0')).toString();
}

/** "1230" → "12.30". */
function toDecimal(minorUnits: string): string {
  const digits = minorUnits.padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

// biome-ignore lint/suspicious/noExplicitAny: an XML document is read by its names
type Xml = any;

/** Reads a pain.001. Throws Refusal FF01 (invalid file format) for anything else. */
export function readPaymentFile(xml: string): PaymentFile {
  if (/<!DOCTYPE/i.test(xml)) throw new Refusal(400, 'FF01', 'A document type is not accepted', 'bank');
  let document: Xml;
  try {
    document = parser.parse(xml, true);
  } catch {
    throw new Refusal(400, 'FF01', 'Not well-formed XML', 'bank');
  }
  const root = document?.Document?.CstmrCdtTrfInitn;
  const messageId = plain(root?.GrpHdr?.MsgId);
  if (!messageId) throw new Refusal(400, 'FF01', 'Not a pain.001', 'bank');
  const instructions = (root.PmtInf ?? []).flatMap((info: Xml) =>
    (info.CdtTrfTxInf ?? []).map((transaction: Xml) => ({
      endToEndId: plain(transaction.PmtId?.EndToEndId),
      amount: toMinorUnits(transaction.Amt?.InstdAmt?.['#text']),
      currency: String(transaction.Amt?.InstdAmt?.['@Ccy']),
      creditorName: plain(transaction.Cdtr?.Nm),
      creditorAccount: plain(transaction.CdtrAcct?.Id?.Othr?.Id ?? transaction.CdtrAcct?.Id?.IBAN),
      remittance: plain(transaction.RmtInf?.Ustrd),
    })),
  );
  if (String(root.GrpHdr.NbOfTxs) !== String(instructions.length))
    throw new Refusal(400, 'AM18', 'The number of transactions is not as announced', 'bank');
  return { messageId, instructions };
}

const write = (namespace: string, content: Xml): string =>
  builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    Document: { '@xmlns': `urn:iso:std:iso:20022:tech:xsd:${namespace}`, ...content },
  });

/** pain.002: what became of instructions. Status as ISO 20022 has it: ACSC, ACSP, RJCT. */
export function statusReport(report: {
  id: string;
  at: string;
  originalMessageId: string;
  transactions: Array<{ endToEndId: string; status: string; reason?: string }>;
}): string {
  return write('pain.002.001.10', {
    CstmrPmtStsRpt: {
      GrpHdr: { MsgId: report.id, CreDtTm: report.at },
      OrgnlGrpInfAndSts: { OrgnlMsgId: report.originalMessageId, OrgnlMsgNmId: 'pain.001.001.09' },
      OrgnlPmtInfAndSts: {
        OrgnlPmtInfId: report.originalMessageId,
        TxInfAndSts: report.transactions.map(({ endToEndId, status, reason }) => ({
          OrgnlEndToEndId: endToEndId,
          TxSts: status,
          ...(reason === undefined ? {} : { StsRsnInf: { Rsn: { Cd: reason } } }),
        })),
      },
    },
  });
}

/** A movement on the wallet's account at the bank. */
export interface Entry {
  /** The bank's own reference. */
  reference: string;
  direction: 'credit' | 'debit';
  amount: string;
  /** What the file says instead, such as an amount finer than a minor unit. */
  statedAmount?: string;
  currency: string;
  bookedAt: string;
  endToEndId?: string;
  counterpartyName?: string;
  counterpartyAccount?: string;
  remittance?: string;
  /** ISO 11649. */
  creditorReference?: string;
}

function entryXml(entry: Entry): Xml {
  const party = entry.direction === 'credit' ? 'Dbtr' : 'Cdtr';
  const amount = { '@Ccy': entry.currency, '#text': entry.statedAmount ?? toDecimal(entry.amount) };
  return {
    Amt: amount,
    CdtDbtInd: entry.direction === 'credit' ? 'CRDT' : 'DBIT',
    Sts: { Cd: 'BOOK' },
    BookgDt: { DtTm: entry.bookedAt },
    AcctSvcrRef: entry.reference,
    BkTxCd: {
      Domn: { Cd: 'PMNT', Fmly: { Cd: entry.direction === 'credit' ? 'RCDT' : 'ICDT', SubFmlyCd: 'ESCT' } },
    },
    NtryDtls: {
      TxDtls: {
        Refs: { AcctSvcrRef: entry.reference, EndToEndId: entry.endToEndId ?? 'NOTPROVIDED' },
        Amt: amount,
        RltdPties: {
          ...(entry.counterpartyName === undefined
            ? {}
            : { [party]: { Pty: { Nm: entry.counterpartyName } } }),
          ...(entry.counterpartyAccount === undefined
            ? {}
            : { [`${party}Acct`]: { Id: { Othr: { Id: entry.counterpartyAccount } } } }),
        },
        RmtInf: {
          ...(entry.remittance === undefined ? {} : { Ustrd: entry.remittance }),
          ...(entry.creditorReference === undefined
            ? {}
            : { Strd: { CdtrRefInf: { Tp: { CdOrPrtry: { Cd: 'SCOR' } }, Ref: entry.creditorReference } } }),
        },
      },
    },
  };
}

/** camt.054: movements told as they happen. */
export function notification(id: string, at: string, account: string, entries: readonly Entry[]): string {
  return write('camt.054.001.08', {
    BkToCstmrDbtCdtNtfctn: {
      GrpHdr: { MsgId: id, CreDtTm: at },
      Ntfctn: { Id: id, CreDtTm: at, Acct: { Id: { Othr: { Id: account } } }, Ntry: entries.map(entryXml) },
    },
  });
}

/** camt.053: all movements of a day. */
export function statement(id: string, at: string, account: string, entries: readonly Entry[]): string {
  return write('camt.053.001.08', {
    BkToCstmrStmt: {
      GrpHdr: { MsgId: id, CreDtTm: at },
      Stmt: { Id: id, CreDtTm: at, Acct: { Id: { Othr: { Id: account } } }, Ntry: entries.map(entryXml) },
    },
  });
}
