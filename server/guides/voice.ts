import type { Card, Fact } from '../../contract/guides.ts';
import type { Language } from '../../contract/text.ts';
import { personOption } from './card.ts';
import { text, timeText } from './wording.ts';

/** A card as a telephone says it. */
export interface VoiceMenu {
  /** To be spoken. */
  text: string;
  /** What each key does: the option it chooses, an answer to the run or another guide to go on with. */
  keys: ReadonlyMap<string, string>;
  /** The key that says it once more; absent when there is nothing to press. */
  repeat: '*' | undefined;
}

/** 12345 → 一百二十三元四角五分 is the speaker's work; it is given digits and the unit. */
function spokenMoney(minorUnits: string, currency: string): { zh: string; en: string } {
  const negative = minorUnits.startsWith('-');
  const digits = minorUnits.replace('-', '').padStart(3, '0');
  const cents = digits.slice(-2);
  const amount = `${digits.slice(0, -2)}${cents === '00' ? '' : `.${cents}`}`;
  const unit = currency === 'CNY' ? text('元', 'yuan') : text('美元', 'US dollars');
  return text(
    `${negative ? '负' : ''}${amount}${unit.zh}`,
    `${negative ? 'minus ' : ''}${amount} ${unit.en}`,
  );
}

function spokenFact({ label, value }: Fact, language: Language, now: Date): string {
  const said =
    value.type === 'money'
      ? spokenMoney(value.amount, value.currency)
      : value.type === 'time'
        ? timeText(new Date(value.time), now)
        : value.text;
  return language === 'zh' ? `${label.zh}：${said.zh}。` : `${label.en}: ${said.en}.`;
}

const mostKeys = 9;
const sentence = (words: string, stop: string) => (/[。.!！?？]$/.test(words) ? words : words + stop);

/**
 * The voice menu's rendering of a card: what is found, then the options that a telephone can answer on the keys 1 to 9. Key
 * 0 is a person. What opens a secure form or screen can only be done in the wallet, and is said so.
 */
export function voiceMenu(card: Card, language: Language, now: Date): VoiceMenu {
  const zh = language === 'zh';
  const keys = new Map<string, string>();
  const said = [sentence(card.title[language], zh ? '。' : '.')];
  if (card.body) said.push(sentence(card.body[language], zh ? '。' : '.'));
  for (const fact of card.facts) said.push(spokenFact(fact, language, now));
  const inWallet: string[] = [];
  for (const { id, label, action } of card.options) {
    if (id === personOption) continue;
    if (action.type !== 'answer' && action.type !== 'guide') {
      inWallet.push(label[language]);
      continue;
    }
    if (keys.size === mostKeys) continue;
    const key = String(keys.size + 1);
    keys.set(key, id);
    said.push(zh ? `${label.zh}，请按 ${key}。` : `For “${label.en}”, press ${key}.`);
  }
  if (inWallet.length > 0)
    said.push(
      zh
        ? `以下操作要在 UPay 钱包里完成，电话里办不了：${inWallet.join('、')}。`
        : `These are done in the UPay wallet, not by telephone: ${inWallet.join('; ')}.`,
    );
  if (card.options.some(({ id }) => id === personOption)) {
    keys.set('0', personOption);
    said.push(
      zh ? '转人工，请按 0。重听，请按星号键。' : 'For a person, press 0. To hear this again, press star.',
    );
  }
  return { text: said.join(zh ? '' : ' '), keys, repeat: keys.size > 0 ? '*' : undefined };
}
