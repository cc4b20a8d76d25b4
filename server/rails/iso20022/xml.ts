import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { fractionDigits } from '../../../contract/money.ts';

/** A file that is no message of ISO 20022 we know. */
export class FileProblem extends Error {}

const largestFile = 20 * 1024 * 1024;
const repeated = new Set([
  'OrgnlPmtInfAndSts',
  'TxInfAndSts',
  'Stmt',
  'Ntfctn',
  'Ntry',
  'NtryDtls',
  'TxDtls',
  'Ustrd',
  'Strd',
]);

// Values stay text: an amount must never become a number. Entities are not expanded; the five that XML has are read below.
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  removeNSPrefix: true,
  isArray: (name) => repeated.has(name),
});
const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true });

const predefined: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** An element of a document that came from outside: nothing about it is known. */
export class Element {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  /** The element at a path of names; one without content where there is none. */
  at(...path: string[]): Element {
    let value: unknown = this.#value;
    for (const name of path) {
      const inside: unknown = Array.isArray(value) ? value[0] : value;
      value =
        typeof inside === 'object' && inside !== null && Object.hasOwn(inside, name)
          ? (inside as Record<string, unknown>)[name]
          : undefined;
    }
    return new Element(value);
  }

  all(name: string): Element[] {
    const value = this.at(name).#value;
    if (value === undefined) return [];
    return (Array.isArray(value) ? value : [value]).map((each) => new Element(each));
  }

  /** Its text, at most `longest` characters of it; undefined when it has none. */
  text(longest = 140): string | undefined {
    let value: unknown = Array.isArray(this.#value) ? this.#value[0] : this.#value;
    if (typeof value === 'object' && value !== null) value = new Element(value).at('#text').#value;
    if (typeof value !== 'string') return undefined;
    const read = value
      .replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => predefined[name] as string)
      .trim()
      .slice(0, longest);
    return read === '' ? undefined : read;
  }

  attribute(name: string): string | undefined {
    return this.at(`@${name}`).text();
  }
}

/** What XML 1.0 leaves out. */
// oxlint-disable-next-line no-control-regex
const notOfXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** Reads a document. Throws FileProblem for what is no XML, is too large, or declares a document type. */
export function readXml(xml: string): Element {
  if (xml.length > largestFile) throw new FileProblem('too large');
  if (notOfXml.test(xml) || !xml.isWellFormed())
    throw new FileProblem('has a character that XML does not know');
  // No document type, no entities of its own, nothing that could grow or reach elsewhere.
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new FileProblem('declares a document type');
  try {
    return new Element(parser.parse(xml, true)).at('Document');
  } catch (error) {
    throw new FileProblem(`not well-formed: ${(error as Error).message}`);
  }
}

/** Writes a message in a namespace of ISO 20022. */
export function writeXml(message: string, content: Record<string, unknown>): string {
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    Document: { '@xmlns': `urn:iso:std:iso:20022:tech:xsd:${message}`, ...content },
  });
}

/**
 * ("12.3", "CNY") → 1230n, in the minor units of the currency; what is finer than one is cut off and told (`isExact`).
 * Throws FileProblem for anything else.
 */
export function toMinorUnits(
  text: string | undefined,
  currency = 'CNY',
): { amount: bigint; isExact: boolean } {
  if (!/^[A-Z]{3}$/.test(currency)) throw new FileProblem(`not a currency: ${currency}`);
  const digits = fractionDigits(currency);
  const [, whole, fraction = ''] = /^(\d{1,13})(?:\.(\d{1,5}))?$/.exec(text ?? '') ?? [];
  if (whole === undefined) throw new FileProblem(`not an amount: ${text}`);
  return {
    amount: BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0')),
    isExact: !/[1-9]/.test(fraction.slice(digits)),
  };
}

/** A UUID as Max35Text can hold it, and back; undefined for what is none. */
export const toShort = (id: string): string => id.replaceAll('-', '');
export function fromShort(text: string | undefined): string | undefined {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i.exec(text ?? '');
  return parts?.slice(1).join('-').toLowerCase();
}
