import type { Payment } from '../../contract/payments.ts';
import { dayOf, minuteOfDay } from '../guides/guides.ts';

const digits: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const units: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };

/** 三十五 → 35, 一百零二 → 102, up to 万; undefined for what is no number. */
export function chineseNumber(text: string): number | undefined {
  let total = 0;
  let digit: number | undefined;
  for (const character of text) {
    const unit = units[character];
    if (unit !== undefined) {
      total += (digit ?? 1) * unit;
      digit = undefined;
    } else if (character === '万') {
      total = (total + (digit ?? 0)) * 10_000;
      digit = undefined;
    } else {
      if (digits[character] === undefined) return undefined;
      digit = digits[character];
    }
  }
  return total + (digit ?? 0);
}

/** Amounts named in a text, in minor units: ¥35, 35.5元, 三十五块, 35 yuan. A number alone counts too; a time does not. */
export function amountsIn(text: string): bigint[] {
  const plain = text.normalize('NFKC').replace(/\d{1,2}[:：]\d{2}/g, ' ');
  const amounts = new Set<bigint>();
  for (const [, whole = '', fraction = ''] of plain.matchAll(
    /(?<![\d.])(\d{1,9}(?:,\d{3})*)(?:\.(\d{1,2}))?(?![\d.])/g,
  ))
    amounts.add(BigInt(whole.replaceAll(',', '') + fraction.padEnd(2, '0')));
  for (const [, number = ''] of plain.matchAll(/([零〇一二两三四五六七八九十百千万]+)\s*[元块]/g)) {
    const value = chineseNumber(number);
    if (value !== undefined) amounts.add(BigInt(value) * 100n);
  }
  return [...amounts].filter((amount) => amount > 0n);
}

interface When {
  /** YYYY-MM-DD where the product is used. */
  day?: string;
  /** Minutes since midnight, as long as it may be meant. */
  minutes?: { from: number; to: number };
}

const day = 86_400_000;
const partsOfDay: ReadonlyArray<[RegExp, number, number]> = [
  [/凌晨|半夜/, 0, 360],
  [/早上|上午|早晨|morning/i, 300, 720],
  [/中午|noon|lunch/i, 660, 840],
  [/下午|afternoon/i, 720, 1110],
  [/晚上|昨晚|今晚|evening|tonight|last night/i, 1050, 1440],
];

/** What a text says about when. */
export function whenIn(text: string, now: Date): When {
  const when: When = {};
  if (/前天/.test(text)) when.day = dayOf(new Date(now.getTime() - 2 * day));
  else if (/昨天|昨晚|昨日|yesterday|last night/i.test(text)) when.day = dayOf(new Date(now.getTime() - day));
  else if (/今天|今早|今晚|刚才|刚刚|方才|today|just now|tonight/i.test(text)) when.day = dayOf(now);
  const clock = /(?<!\d)(\d{1,2})[:：](\d{2})(?!\d)/.exec(text.normalize('NFKC'));
  if (clock !== null) {
    const minute = Number(clock[1]) * 60 + Number(clock[2]);
    when.minutes = { from: minute - 5, to: minute + 5 };
  } else {
    const part = partsOfDay.find(([words]) => words.test(text));
    if (part !== undefined) when.minutes = { from: part[1], to: part[2] };
  }
  return when;
}

/** What people call money that we gave them. */
const goodwillWords = /补偿|赔偿|赔付|goodwill|compensat|you gave me|你们给我/i;

/** Whether a text names this payee: the whole name, or two characters of a Chinese one, or a word of an English one. */
function names(text: string, payment: Payment): boolean {
  if (payment.kind === 'goodwill') return goodwillWords.test(text);
  const said = text.toLowerCase();
  return Object.values(payment.counterparty.name).some((name) => {
    const known = name.toLowerCase().replaceAll('*', '').trim();
    if (known.length < 2) return false;
    if (said.includes(known)) return true;
    const pieces = /\p{Script=Han}/u.test(known)
      ? [...known].slice(1).map((_, index) => known.slice(index, index + 2))
      : known.split(/[^a-z0-9]+/).filter((word) => word.length > 3);
    return pieces.some((piece) => said.includes(piece));
  });
}

/**
 * The one payment that a text's details single out among the customer's own, by amount, payee and time; undefined when it
 * names none or fits several. Payees' names are only ever compared with, never obeyed.
 */
export function paymentMeant(text: string, payments: readonly Payment[], now: Date): Payment | undefined {
  const amounts = new Set(amountsIn(text).map(String));
  const when = whenIn(text, now);
  const scored = payments.map((payment) => {
    const created = new Date(payment.createdAt);
    const minute = minuteOfDay(created);
    const named = (amounts.has(payment.amount) ? 4 : 0) + (names(text, payment) ? 4 : 0);
    const timed =
      (when.day === dayOf(created) ? 2 : 0) +
      (when.minutes !== undefined && minute >= when.minutes.from && minute <= when.minutes.to ? 2 : 0);
    const open = payment.status === 'succeeded' || payment.status === 'canceled' ? 0 : 1;
    return { payment, named, score: named + timed + open, timed };
  });
  const fitting = scored.filter(({ named, timed }) => named > 0 || timed === 4);
  const best = Math.max(...fitting.map(({ score }) => score));
  const [first, ...others] = fitting.filter(({ score }) => score === best);
  return others.length === 0 ? first?.payment : undefined;
}
