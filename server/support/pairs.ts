/**
 * The pairs of neighbouring characters of a text, each as a number, for search: Chinese words are two characters long, too
 * short for trigrams. A text that contains another has all its pairs; the other way round it must be looked at.
 */
export function pairsOf(text: string): number[] {
  const pairs = new Set<number>();
  let before = 0;
  for (const letter of text.toLowerCase()) {
    const point = letter.codePointAt(0) as number;
    const word = point > 0x20;
    if (word && before > 0) pairs.add((before * 65_599 + point) % 2_147_483_647);
    before = word ? point : 0;
  }
  return [...pairs];
}
