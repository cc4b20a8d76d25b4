import { pinyin } from 'pinyin-pro';
import type { ArticleText } from './shipped.ts';

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const hanRun = /\p{Script=Han}+/gu;
const latinRun = /[a-z0-9]+(?: [a-z0-9]+)*/g;

/** Words that any question may have, whatever it is about. */
const empty = new Set(
  (
    '的 了 吗 呢 啊 我 你 您 怎么 怎么办 什么 怎样 如何 为什么 一下 可以 是 我的 我们 你们 哪里 哪儿 在哪 意思 请问 不到 不了 不能 不上 ' +
    'a an the to of in on is are was were be been am i my me you your it its this that there and or but so if for with at by ' +
    'from as not no do does did done how what why when where which who can cant could will wont would should may have has had ' +
    'long much many get got take make want need keep still just please ' +
    'im ive id youre its isnt arent wasnt dont doesnt didnt havent hasnt couldnt wouldnt whats wheres hows whos thats theres'
  ).split(' '),
);

/** fees → fee, charged and charge → charg, logging → log: enough for a help centre's English. */
function stem(word: string): string {
  const ending = word.length > 5 && word.endsWith('ing') ? 3 : word.length > 4 && word.endsWith('ed') ? 2 : 0;
  if (ending > 0) return word.slice(0, -ending).replace(/([^lsz])\1$/, '$1');
  const one = word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
  return one.length > 4 && one.endsWith('e') ? one.slice(0, -1) : one;
}

const sounds = (text: string): string[] => pinyin(text, { toneType: 'none', type: 'array' });

interface Token {
  text: string;
  /** How much it tells, apart from how rare it is. */
  weight: number;
}

/**
 * What a text is found by: Chinese words and pairs of characters, their sounds (so that 冲值 finds 充值), and Latin words.
 * @param isQuestion Latin words of an article are words; those of a question may be pinyin too
 */
function tokensOf(text: string): Token[] {
  const plain = text.normalize('NFKC').toLowerCase().replaceAll(/['’]/g, '');
  const tokens: Token[] = [];
  for (const [run] of plain.matchAll(hanRun)) {
    for (const { segment, isWordLike } of segmenter.segment(run)) {
      if (!isWordLike || empty.has(segment)) continue;
      if (segment.length > 1) {
        tokens.push({ text: segment, weight: 1 });
        tokens.push({ text: `~${sounds(segment).join('')}`, weight: 0.6 });
      } else tokens.push({ text: segment, weight: 0.3 });
    }
    const characters = [...run];
    const heard = sounds(run);
    for (let at = 1; at < characters.length; at++) {
      const pair = `${characters[at - 1]}${characters[at]}`;
      if (empty.has(pair)) continue;
      tokens.push({ text: pair, weight: 0.6 });
      tokens.push({ text: `~${heard[at - 1]}${heard[at]}`, weight: 0.5 });
    }
  }
  for (const [run] of plain.matchAll(latinRun)) {
    const words = run.split(' ');
    words.forEach((word, at) => {
      const text = stem(word);
      if (word.length > 1 && !empty.has(word) && !empty.has(text)) tokens.push({ text, weight: 1 });
      // Two words are often written as one: topup, login.
      const before = words[at - 1];
      if (before !== undefined && !(empty.has(before) && empty.has(word)))
        tokens.push({ text: `+${stem(before + word)}`, weight: 0.6 });
    });
  }
  return tokens;
}

/** How many slips two words are apart: one more, one less, another, or two neighbours swapped; undefined for more than `most`. */
export function slipsBetween(one: string, other: string, most: number): number | undefined {
  if (Math.abs(one.length - other.length) > most) return undefined;
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      let slips = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        slips = Math.min(slips, (before[j - 2] ?? 0) + 1);
      next.push(slips);
      least = Math.min(least, slips);
    }
    // A swap reaches back one row only.
    if (least > most + 1) return undefined;
    before = row;
    row = next;
  }
  const slips = row[other.length] ?? 0;
  return slips <= most ? slips : undefined;
}

/** What a word of a title that few articles have weighs; a question with nothing as telling counts for less. */
const strong = 2.5;

const fields = [
  ['title', 4],
  ['words', 3],
  ['body', 1],
] as const;

/** What a reader of whole questions takes one to be about, by the guide that puts it right. */
export type Subjects = ReadonlyArray<{ intent: string; probability: number }>;

/** The articles that fit a question, the best first. */
export type Search = (question: string, most: number, subjects?: Subjects) => string[];

/**
 * Finds articles by what customers type: words weigh as much as what the question as a whole is taken to be about, where
 * that is known. All in memory: a help centre has some hundreds of articles.
 */
export function createSearch(articles: readonly ArticleText[]): Search {
  const postings = new Map<string, Map<number, number>>();
  articles.forEach((article, index) => {
    for (const [field, share] of fields) {
      const parts = field === 'words' ? [article.words] : [article[field].zh, article[field].en];
      for (const { text, weight } of parts.flatMap(tokensOf)) {
        const posting = postings.get(text) ?? new Map<number, number>();
        posting.set(index, (posting.get(index) ?? 0) + share * weight);
        postings.set(text, posting);
      }
    }
  });
  const latin = [...postings.keys()].filter((token) => /^~?[a-z0-9]+$/.test(token));

  /** The tokens of articles that a token of a question stands for, each with how surely. */
  function meant(token: string): Array<[string, number]> {
    if (token.startsWith('+'))
      return [
        [token, 1],
        [token.slice(1), 1],
      ];
    if (!/^[a-z0-9]+$/.test(token)) return [[token, 1]];
    // A word that articles use is not a slip of another.
    const isWord = postings.has(token);
    const mostSlips = isWord || token.length < 4 ? 0 : token.length < 8 ? 1 : 2;
    const asPair: [string, number] = [`+${token}`, 1];
    return [asPair].concat(
      latin.flatMap((known): Array<[string, number]> => {
        const word = known.replace('~', '');
        if (word === token) return [[known, 1]];
        const slips = mostSlips === 0 ? undefined : slipsBetween(token, word, mostSlips);
        // The longer a word, the surer it is in spite of a slip.
        if (slips !== undefined) return [[known, 1 - slips / token.length]];
        if (word.length >= 5 && token.startsWith(word)) return [[known, 0.8]];
        // Pinyin is typed in one go: zhifumima holds zhifu and mima.
        if (known.startsWith('~') && word.length >= 5 && token.includes(word)) return [[known, 0.8]];
        return token.length >= 3 && word.startsWith(token) ? [[known, 0.6]] : [];
      }),
    );
  }

  function byWords(question: string): Float64Array {
    const scores = new Float64Array(articles.length);
    for (const { text, weight } of tokensOf(question.slice(0, 200))) {
      // One word of a question counts once in an article, however many words there it may stand for.
      const strongest = new Map<number, number>();
      for (const [token, surely] of meant(text)) {
        const posting = postings.get(token);
        if (posting === undefined) continue;
        const rarity = Math.log(1 + articles.length / posting.size);
        for (const [index, strength] of posting) {
          const score = weight * surely * rarity * (strength / (strength + 2));
          strongest.set(index, Math.max(strongest.get(index) ?? 0, score));
        }
      }
      for (const [index, score] of strongest) scores[index] = (scores[index] ?? 0) + score;
    }
    return scores;
  }

  return (question, most, subjects = []) => {
    const words = byWords(question);
    const bestByWords = Math.max(strong, ...words);
    const probabilities = new Map(subjects.map(({ intent, probability }) => [intent, probability]));
    const found = articles.flatMap(({ id, guides }, index) => {
      const byWord = words[index] ?? 0;
      const bySubject = Math.max(0, ...guides.map((guide) => probabilities.get(guide) ?? 0));
      return byWord > 0.3 || bySubject > 0.3 ? [{ id, score: byWord / bestByWords + bySubject }] : [];
    });
    const best = Math.max(0, ...found.map(({ score }) => score));
    return found
      .filter(({ score }) => score >= best / 4)
      .toSorted((a, b) => b.score - a.score)
      .slice(0, most)
      .map(({ id }) => id);
  };
}
