import { randomInt } from 'node:crypto';

/** Without what is easily misread: 0 and O, 1 and I and L. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const bodyLength = 10;

/** ISO 7064 MOD 97-10 over letters as numbers, A = 10 … Z = 35. */
function remainder(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** A new ISO 11649 creditor reference: RF, two check digits, ten characters. */
export function newCreditorReference(): string {
  const body = Array.from({ length: bodyLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  const check = 98 - remainder(`${body}RF00`);
  return `RF${String(check).padStart(2, '0')}${body}`;
}

export function isCreditorReference(text: string): boolean {
  return /^RF\d{2}[A-Z0-9]{1,21}$/.test(text) && remainder(text.slice(4) + text.slice(0, 4)) === 1;
}

/**
 * References of ours that a payer may have meant, in what came with the money: the structured one, or one anywhere in the
 * text, however it was spaced and typed. The check digits keep a slip of the pen from naming somebody else.
 */
export function findCreditorReferences(...texts: ReadonlyArray<string | null | undefined>): string[] {
  const found = texts.flatMap((text) => {
    const packed = (text ?? '').toUpperCase().replace(/[\s.\-/]/g, '');
    return Array.from(packed.matchAll(/RF(?=(\d{2}[A-Z0-9]{10}))/g), ([, rest]) => `RF${rest}`);
  });
  return [...new Set(found.filter(isCreditorReference))];
}
