/** The model's pieces of words with their log-probabilities; a piece's place in the list is its number. */
export type Vocabulary = ReadonlyArray<readonly [piece: string, score: number]>;

/** The first ones are marks, not pieces; 0 stands for what is in no piece. */
const reserved = 6;
const space = '▁';

/** Splits a text into the pieces that are likeliest together, as the model was trained on (SentencePiece, unigram). */
export function createTokenizer(vocabulary: Vocabulary): (text: string) => number[] {
  const numbers = new Map<string, number>();
  let longest = 1;
  for (let number = reserved; number < vocabulary.length; number++) {
    const [piece] = vocabulary[number] as Vocabulary[number];
    numbers.set(piece, number);
    longest = Math.max(longest, [...piece].length);
  }
  const scoreOf = (number: number) => (vocabulary[number] as Vocabulary[number])[1];

  return (text) => {
    const plain = text.normalize('NFKC');
    const symbols = plain === '' ? [] : [...`${space}${plain.replaceAll(' ', space)}`];
    const best = new Float64Array(symbols.length + 1).fill(Number.NEGATIVE_INFINITY);
    const cameFrom = new Int32Array(symbols.length + 1);
    const numberOf = new Int32Array(symbols.length + 1);
    best[0] = 0;
    for (let start = 0; start < symbols.length; start++) {
      let piece = '';
      let isKnown = false;
      const reach = (end: number, number: number, score: number) => {
        const total = (best[start] as number) + score;
        if (total < (best[end] as number)) return;
        best[end] = total;
        cameFrom[end] = start;
        numberOf[end] = number;
      };
      for (let end = start + 1; end <= Math.min(symbols.length, start + longest); end++) {
        piece += symbols[end - 1];
        const number = numbers.get(piece);
        if (number === undefined) continue;
        isKnown = true;
        reach(end, number, scoreOf(number));
      }
      if (!isKnown) reach(start + 1, 0, 0);
    }
    const found: number[] = [];
    for (let end = symbols.length; end > 0; end = cameFrom[end] as number) {
      const number = numberOf[end] as number;
      // Several unknown symbols in a row are one.
      if (number !== 0 || found.at(-1) !== 0) found.push(number);
    }
    return found.reverse();
  };
}
