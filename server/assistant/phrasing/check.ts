import type { Language } from '../../../contract/text.ts';

/** Longer than this, beside what it puts in other words, says more than it should. */
const mostGrowth = 1.6;
const leastRoom = 80;

const tidy = (text: string) =>
  text
    .normalize('NFKC')
    .replaceAll(/[‘’`]/g, "'")
    .replaceAll(/[“”「」『』]/g, '"');

/** Amounts, times, dates, counts: everything written with digits, in one spelling. */
function numbersOf(text: string): string[] {
  return (tidy(text).match(/\d[\d.,:]*/g) ?? []).map((number) =>
    number
      .replaceAll(',', '')
      .replace(/[.:]+$/, '')
      .replace(/\.0+$/, ''),
  );
}

/** Numbers in words: what they count is a claim as well. */
const numberWords: Record<Language, RegExp> = {
  zh: /[零一二两三四五六七八九十百千万亿半]+(?=个?(?:元|块|角|分|秒|小时|天|日|周|月|年|点|次|笔|倍|%|成))/g,
  en: /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|thousand|million|half|double|twice|dozen)\b/gi,
};

/** What would state how something stands, promise, offer to act or ask to. Each is a claim, and so is its denial. */
const claims: Record<Language, RegExp> = {
  zh: /退款|退回|退还|赔|补偿|到账|扣款|扣钱|扣走|冻结|解冻|付出|付走|收到|成功|失败|完成|取消|处理中|核实|审核|拒绝|通过|锁定|解锁|激活|注销|删除|保证|承诺|一定|肯定|必须|马上|立即|立刻|尽快|今天|明天|稍后|免费|手续费|已经|已为|帮您|为您|安全|诈骗|风险|余额|密码|验证码|限额|银行|商家|客服|人工|投诉|转账|充值|提现|给您|送|奖|礼|优惠|红包|联系|拨打|打电话|微信|点击|下载|安装|提供|告诉|发给|登录|链接|账号/g,
  en: /\b(?:refund\w*|return\w*|reimburs\w*|compensat\w*|credit\w*|arriv\w*|charg\w*|deduct\w*|debit\w*|tak(?:e|en|ing)|took|hold|held|releas\w*|paid|pay|sent|receiv\w*|succe\w*|go through|went through|gone through|fail\w*|declin\w*|complet\w*|finish\w*|cancel\w*|pending|process\w*|review\w*|check\w*|reject\w*|refus\w*|approv\w*|lock\w*|unlock\w*|frozen|freez\w*|clos\w*|delet\w*|guarantee\w*|promis\w*|certain\w*|definitely|sure|must|immediately|at once|right away|soon|shortly|today|tomorrow|later|free|fee\w*|already|safe\w*|secure|fraud\w*|scam\w*|risk\w*|balance|password\w*|code\w*|limit\w*|bank\w*|merchant\w*|person|agent\w*|human|complain\w*|transfer\w*|top(?:ped)?[ -]?up\w*|withdr\w*|giv\w*|gift\w*|offer\w*|bonus\w*|voucher\w*|discount\w*|win|won|prize\w*|call\w*|contact\w*|click\w*|download\w*|install\w*|visit\w*|provid\w*|share|tell|log|link\w*|account\w*)\b/gi,
};
const denials: Record<Language, RegExp> = {
  zh: /(?:没有?|未|不|无|别|并非)[^，。；！？,.;!?]{0,4}$/,
  en: /(?:\b(?:not|no|never|nothing|none|without|neither|nor)\b|n't\b)(?:\s+\S+){0,3}\s*$/i,
};

/** Inflections of a word are one claim. */
const stem = (word: string) =>
  word
    .toLowerCase()
    .replace(/^(go|went|gone) through$/, 'through')
    .replace(/^(took|taken|taking)$/, 'take')
    .replace(/^held$/, 'hold')
    .replace(/(?:ing|ed|es|s|e)$/, '');

function claimsOf(text: string, language: Language): Set<string> {
  const plain = tidy(text);
  return new Set(
    [...plain.matchAll(claims[language])].map((match) => {
      const isDenied = denials[language].test(plain.slice(0, match.index));
      return `${isDenied ? 'not ' : ''}${stem(match[0])}`;
    }),
  );
}

/** What is named: in quotation marks, in the other script, with a capital inside a sentence, or as a firm. */
function namesOf(text: string, language: Language): string[] {
  const plain = tidy(text);
  const quoted = [...plain.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name);
  const own =
    language === 'zh'
      ? (plain.match(/[A-Za-z][\w.@-]*|\p{Script=Han}{1,4}(?:公司|平台|支付|宝)/gu) ?? [])
      : (plain.match(/\p{Script=Han}+|(?<=[a-z,;:] )[A-Z][\w'-]*/gu) ?? []).filter(
          (name) => !/^I(?:'|$)/.test(name),
        );
  return [...quoted, ...own];
}

const addresses = /https?:|www\.|\w@\w|[<>{}[\]`]|\b\w+\.(?:com|cn|net|org|top|xyz)\b/i;

/**
 * Whether other words say exactly what the evidence says: no number, name or claim that is not in it, none of its numbers,
 * names or claims lost or turned round, no address, not much longer, in its language.
 */
export function saysTheSame(words: string, evidence: string, language: Language): boolean {
  if (words.trim() === '' || words.length > evidence.length * mostGrowth + leastRoom) return false;
  if (addresses.test(tidy(words))) return false;
  if (language === 'zh' && !/\p{Script=Han}/u.test(words)) return false;
  const same = (of: (text: string) => Iterable<string>) => {
    const [said, known] = [new Set(of(words)), new Set(of(evidence))];
    return said.size === known.size && [...said].every((one) => known.has(one));
  };
  const counted = (text: string) =>
    (tidy(text).match(numberWords[language]) ?? []).map((word) => word.toLowerCase());
  const known = tidy(evidence).toLowerCase();
  return (
    same(numbersOf) &&
    same(counted) &&
    same((text) => claimsOf(text, language)) &&
    namesOf(words, language).every((name) => known.includes(name.toLowerCase())) &&
    namesOf(evidence, language).every((name) => tidy(words).toLowerCase().includes(name.toLowerCase()))
  );
}
