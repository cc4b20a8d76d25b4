import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { readBankMessage, writePain001 } from './messages.ts';
import { decimalOf } from '../../../contract/money.ts';
import { FileProblem, fromShort, readXml, toMinorUnits, toShort } from './xml.ts';

test.each<[string, bigint]>([
  ['0.01', 1n],
  ['12', 1200n],
  ['12.3', 1230n],
  ['12.30000', 1230n],
  ['9007199254740.93', 900719925474093n],
])('the amount %s is exactly %d minor units', (text, minor) => {
  expect(toMinorUnits(text)).toEqual({ amount: minor, isExact: true });
});

test.each(['', '-1', '+1', '1e3', '1,00', ' 1', '0x10', '1.', '.5', 'NaN', '12345678901234', '1.123456'])(
  'no amount: %j',
  (text) => expect(() => toMinorUnits(text)).toThrow(FileProblem),
);

test('an amount is in the minor units of its currency', () => {
  expect(toMinorUnits('1200.00', 'JPY').amount).toBe(1200n);
  expect(toMinorUnits('1.234', 'KWD').amount).toBe(1234n);
  for (const none of ['', 'jpy', 'EURO']) expect(() => toMinorUnits('1', none)).toThrow(FileProblem);
});

test.each<[string, string, bigint]>([
  ['1.005', 'CNY', 100n],
  ['12.349', 'CNY', 1234n],
  ['100.5', 'JPY', 100n],
  ['0.001', 'CNY', 0n],
])('what %s %s has below a minor unit is cut off and told', (text, currency, amount) => {
  expect(toMinorUnits(text, currency)).toEqual({ amount, isExact: false });
});

test('amounts and ids survive the way there and back', () => {
  for (const minor of [1n, 99n, 100n, 123_456n, 10n ** 14n])
    expect(toMinorUnits(decimalOf(minor)).amount).toBe(minor);
  const id = randomUUID();
  expect(toShort(id)).toHaveLength(32);
  expect(fromShort(toShort(id))).toBe(id);
  for (const none of ['NOTPROVIDED', undefined, '', id]) expect(fromShort(none)).toBeUndefined();
});

test('an order says what the bank must know, and words cannot break out of it', () => {
  const [one, other] = [randomUUID(), randomUUID()];
  const common = { currency: 'CNY', account: 'bank_token', description: 'withdrawal' };
  const xml = writePain001('m1', new Date('2026-11-28T00:00:00Z'), { name: 'UPay <&> 备付金', number: '1' }, [
    { ...common, reference: one, payee: '王芳</Nm><Nm>', amount: 9007199254740993n },
    { ...common, reference: other, payee: 'Ann "&" Co', amount: 5n, currency: 'USD' },
  ]);
  expect(xml).toContain('urn:iso:std:iso:20022:tech:xsd:pain.001.001.09');
  for (const sum of ['90071992547409.93', '0.05']) expect(xml).toContain(`<CtrlSum>${sum}</CtrlSum>`);
  const order = readXml(xml).at('CstmrCdtTrfInitn');
  expect(order.at('GrpHdr', 'MsgId').text()).toBe('m1');
  expect(order.at('GrpHdr', 'NbOfTxs').text()).toBe('2');
  const transfers = order.all('PmtInf').flatMap((info) => info.all('CdtTrfTxInf'));
  expect(
    transfers.map((transfer) => [
      transfer.at('PmtId', 'EndToEndId').text(),
      transfer.at('Amt', 'InstdAmt').text(),
      transfer.at('Amt', 'InstdAmt').attribute('Ccy'),
      transfer.at('Cdtr', 'Nm').text(),
    ]),
  ).toEqual([
    [toShort(one), '90071992547409.93', 'CNY', '王芳</Nm><Nm>'],
    [toShort(other), '0.05', 'USD', 'Ann "&" Co'],
  ]);
});

test('a movement that the bank tells is read as it was', () => {
  const reference = randomUUID();
  const at = '2026-11-28T03:04:05.000Z';
  const xml = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>n1</MsgId></GrpHdr><Ntfctn>
<Ntry><Amt Ccy="CNY">1234.56</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>${at}</DtTm></BookgDt><AcctSvcrRef>b1</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy="CNY">1234.56</Amt>
<RltdPties><Dbtr><Pty><Nm>李明 &amp; 子</Nm></Pty></Dbtr><DbtrAcct><Id><Othr><Id>6225880000000001</Id></Othr></Id></DbtrAcct></RltdPties>
<RmtInf><Ustrd>货款 &lt;1&gt;</Ustrd><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="CNY">0.01</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>${at}</DtTm></BookgDt><AcctSvcrRef>b2</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>${toShort(reference)}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>
</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;
  expect(readBankMessage(xml)).toMatchObject({
    kind: 'camt.054',
    messageId: 'n1',
    entries: [
      {
        bankReference: 'b1',
        direction: 'credit',
        amount: 123456n,
        currency: 'CNY',
        bookedAt: new Date(at),
        reference: undefined,
        payerName: '李明 & 子',
        payerAccount: '6225880000000001',
        remittance: '货款 <1>',
        creditorReference: 'RF18539007547034',
      },
      { bankReference: 'b2', direction: 'debit', amount: 1n, reference },
    ],
  });
});

/** As other banks write it: a prefix, an IBAN, a date without time, several transactions in one entry, one only announced. */
const another = `<?xml version="1.0"?>
<ns:Document xmlns:ns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><ns:BkToCstmrStmt>
<ns:GrpHdr><ns:MsgId>s1</ns:MsgId></ns:GrpHdr><ns:Stmt>
<ns:Ntry><ns:Amt Ccy="CNY">30.00</ns:Amt><ns:CdtDbtInd>CRDT</ns:CdtDbtInd><ns:Sts>BOOK</ns:Sts><ns:BookgDt><ns:Dt>2026-11-27</ns:Dt></ns:BookgDt>
<ns:AcctSvcrRef>e1</ns:AcctSvcrRef><ns:NtryDtls>
<ns:TxDtls><ns:Amt Ccy="CNY">10.00</ns:Amt><ns:RltdPties><ns:Dbtr><ns:Nm>A</ns:Nm></ns:Dbtr><ns:DbtrAcct><ns:Id><ns:IBAN>DE89370400440532013000</ns:IBAN></ns:Id></ns:DbtrAcct></ns:RltdPties></ns:TxDtls>
<ns:TxDtls><ns:Refs><ns:AcctSvcrRef>t2</ns:AcctSvcrRef></ns:Refs><ns:Amt Ccy="CNY">20.00</ns:Amt><ns:RmtInf><ns:Ustrd>one</ns:Ustrd><ns:Ustrd>two</ns:Ustrd></ns:RmtInf></ns:TxDtls>
</ns:NtryDtls></ns:Ntry>
<ns:Ntry><ns:Amt Ccy="CNY">5.00</ns:Amt><ns:CdtDbtInd>CRDT</ns:CdtDbtInd><ns:Sts><ns:Cd>PDNG</ns:Cd></ns:Sts><ns:BookgDt><ns:Dt>2026-11-27</ns:Dt></ns:BookgDt><ns:AcctSvcrRef>e2</ns:AcctSvcrRef></ns:Ntry>
</ns:Stmt></ns:BkToCstmrStmt></ns:Document>`;

test('a statement with a prefix, a batch and an entry that is only announced', () => {
  expect(readBankMessage(another)).toMatchObject({
    kind: 'camt.053',
    entries: [
      { bankReference: 'e1/0', amount: 1000n, payerName: 'A', payerAccount: 'DE89370400440532013000' },
      { bankReference: 't2', amount: 2000n, remittance: 'one two' },
    ],
  });
});

test('an amount too fine keeps its text and does not hold up the others; none at all is no movement', () => {
  expect(readBankMessage(another.replace('>10.00', '>10.009').replace('>20.00', '>0.00'))).toMatchObject({
    entries: [{ bankReference: 'e1/0', amount: 1000n, statedAmount: '10.009' }],
  });
  expect(readBankMessage(another)).toMatchObject({ entries: [{ statedAmount: undefined }, {}] });
});

test.each<[string, string]>([
  ['no XML', 'hello'],
  ['XML that does not close', '<Document><A></Document>'],
  ['another message', '<Document><Whatever/></Document>'],
  ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]><Document/>'],
  [
    'an entity that grows',
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Document>&b;</Document>',
  ],
  [
    'an entity that reaches for a file',
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Document>&a;</Document>',
  ],
  ['no amount', another.replace('10.00', 'ten')],
  ['no direction', another.replace('<ns:CdtDbtInd>CRDT</ns:CdtDbtInd>', '')],
  ['no time', another.replace('2026-11-27', 'soon')],
  ['no name of the movement', another.replace('<ns:AcctSvcrRef>e1</ns:AcctSvcrRef>', '')],
])('refused: %s', (_, xml) => {
  expect(() => readBankMessage(xml)).toThrow(FileProblem);
});

test('names of objects are no elements', () => {
  const document = readXml('<Document><a/></Document>');
  expect(document.at('toString').text()).toBeUndefined();
  expect(document.at('__proto__', 'x').text()).toBeUndefined();
  expect(() => readXml('<Document><constructor>x</constructor></Document>')).toThrow(FileProblem);
});

test('a character that XML does not know refuses the document', () => {
  expect(readXml('<Document><A>1\t2\n</A></Document>').at('A').text()).toBe('1\t2');
  for (const character of ['\u0000', '\u0001', '\u001b', '\uffff', '\ud800'])
    expect(() => readXml(`<Document><A>${character}</A></Document>`)).toThrow(FileProblem);
});
