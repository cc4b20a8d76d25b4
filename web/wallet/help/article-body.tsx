import type { ReactNode } from 'react';

interface Block {
  kind: 'paragraph' | 'bullets' | 'steps';
  lines: string[];
}

const bullet = /^- /;
const step = /^\d+\. /;

/** Lines as they belong together: neighbouring items are one list. */
function blocksOf(body: string): Block[] {
  const blocks: Block[] = [];
  for (const line of body.split('\n').filter((one) => one.trim() !== '')) {
    const kind = bullet.test(line) ? 'bullets' : step.test(line) ? 'steps' : 'paragraph';
    const text = line.replace(bullet, '').replace(step, '');
    const last = blocks.at(-1);
    if (last !== undefined && last.kind === kind && kind !== 'paragraph') last.lines.push(text);
    else blocks.push({ kind, lines: [text] });
  }
  return blocks;
}

/** The text of an article: paragraphs, lists and steps; nothing in it is markup. */
export function ArticleBody({ body }: { body: string }): ReactNode {
  return (
    <div className="flex flex-col gap-3 text-body leading-relaxed">
      {blocksOf(body).map(({ kind, lines }) => {
        const key = `${kind} ${lines[0]}`;
        const items = lines.map((line) => <li key={line}>{line}</li>);
        if (kind === 'paragraph') return <p key={key}>{lines[0]}</p>;
        return kind === 'bullets' ? (
          <ul key={key} className="flex list-disc flex-col gap-1.5 pl-5 marker:text-muted">
            {items}
          </ul>
        ) : (
          <ol key={key} className="flex list-decimal flex-col gap-1.5 pl-5 marker:text-muted">
            {items}
          </ol>
        );
      })}
    </div>
  );
}
