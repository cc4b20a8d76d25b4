/** The numbers that the table must have, in its order: the design's checks, then its attacks. */
export const numbers = [
  ...Array.from({ length: 42 }, (_, index) => String(index + 1)),
  ...Array.from({ length: 25 }, (_, index) => `X${index + 1}`),
];

export interface Check {
  number: string;
  /** Test files and the titles in them. */
  proofs: Array<{ file: string; title: string }>;
}

/** The rows of docs/security-checks.md. */
export function readChecks(markdown: string): Check[] {
  return markdown
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, number = '']) => /^X?\d+$/.test(number))
    .map(([, number = '', , proofs = '']) => ({
      number,
      proofs: proofs.split('<br>').map((proof) => {
        const [, file = '', title = ''] = /^`([^`]+)` › (.+)$/.exec(proof) ?? [];
        return { file, title };
      }),
    }));
}

/** Whether a test of this title stands in the text of a test file. */
export function hasTest(text: string, title: string): boolean {
  const quoted = title.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?:\\btest\\(|\\)\\()\\s*(['"\`])${quoted}\\1,`).test(text);
}
