import * as z from 'zod/mini';
import { route } from './route.ts';
import { timeSchema, visibleLine } from './text.ts';

export const documentKinds = ['resident_id', 'passport'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** Of GB/T 2260: the first two digits of a resident identity number. 81–83: residence permits for Hong Kong, Macao, Taiwan. */
const regions = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(
    ' ',
  ),
);
const checkCharacters = '10X98765432';

/** As it is compared: without spaces, in capitals. */
export function plainNumber(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase();
}

/**
 * Whether it is a number that a person may have. GB 11643-1999: region, date of birth, serial number, and a check character
 * by ISO 7064 MOD 11-2. Passports: ICAO 9303, six to nine letters and digits, a digit among them.
 * @param number as of `plainNumber`
 */
export function isDocumentNumber(kind: DocumentKind, number: string, today: Date): boolean {
  if (kind === 'passport') return /^(?=.*\d)[A-Z0-9]{6,9}$/.test(number);
  const parts = /^(\d{2})\d{4}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/.exec(number);
  if (parts === null || !regions.has(parts[1] ?? '')) return false;
  const born = `${parts[2]}-${parts[3]}-${parts[4]}`;
  const date = new Date(`${born}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== born) return false;
  if (date.getUTCFullYear() < 1900 || date > today) return false;
  let sum = 0;
  for (let place = 0; place < 17; place++) sum += Number(number[place]) * (2 ** (17 - place) % 11);
  return number[17] === checkCharacters[sum % 11];
}

const numberSchema = z.string().check(z.minLength(6), z.maxLength(40));
/** Name and number of a document, as typed. */
export const documentFacts = { name: visibleLine(60), number: numberSchema };

export const documentSchema = z.object({
  kind: z.enum(documentKinds),
  /** **三 and 1101**********0017. */
  maskedName: z.string(),
  maskedNumber: z.string(),
  addedAt: timeSchema,
  /** While they do not help to recover the account yet: from when on they do. */
  countsFrom: z.optional(timeSchema),
});

export const getDocument = route({
  method: 'GET',
  path: '/api/me/identity-document',
  caller: 'customer',
  summary: 'The real-name facts of this account, masked.',
  result: z.object({ document: z.optional(documentSchema) }),
  errors: [],
});

export const setDocument = route({
  method: 'PUT',
  path: '/api/me/identity-document',
  caller: 'customer',
  summary:
    'Keep name and number of an identity document: they help to recover the account from a day later on. A confirmation is asked for.',
  body: z.strictObject({ kind: z.enum(documentKinds), ...documentFacts }),
  result: documentSchema,
  errors: ['document_number_invalid', 'step_up_required', 'step_up_void'],
});

export const removeDocument = route({
  method: 'DELETE',
  path: '/api/me/identity-document',
  caller: 'customer',
  summary: 'Forget the real-name facts. A confirmation is asked for.',
  errors: ['not_found', 'step_up_required', 'step_up_void'],
});
