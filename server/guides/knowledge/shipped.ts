import { readdirSync, readFileSync } from 'node:fs';
import { guideAreas } from '../../../contract/guides.ts';
import type { LocalizedText } from '../../../contract/text.ts';

export interface ArticleText {
  id: string;
  area: (typeof guideAreas)[number];
  guides: string[];
  /** Other words that customers use for it. */
  words: string;
  title: LocalizedText;
  body: LocalizedText;
}

const folder = new URL('articles/', import.meta.url);
const form =
  /^area: (\S+)\nguides:([^\n]*)\nwords:([^\n]*)\n\n# zh ([^\n]+)\n(.+?)\n\n# en ([^\n]+)\n(.+?)\n*$/s;

/** @throws for a file that has not the form of the others */
export function parseArticle(id: string, content: string): ArticleText {
  const parts = form.exec(content);
  const area = guideAreas.find((one) => one === parts?.[1]);
  if (parts === null || area === undefined)
    throw new Error(`the article ${id} is not written like the others`);
  const [, , guides = '', words = '', titleZh = '', bodyZh = '', titleEn = '', bodyEn = ''] = parts;
  return {
    id,
    area,
    guides: guides
      .split(',')
      .map((guide) => guide.trim())
      .filter(Boolean),
    words: words.trim(),
    title: { zh: titleZh, en: titleEn },
    body: { zh: bodyZh, en: bodyEn },
  };
}

/** The articles that ship with the house; one file each in `articles/`. */
export function readShippedArticles(): ArticleText[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .toSorted()
    .map((name) => parseArticle(name.slice(0, -4), readFileSync(new URL(name, folder), 'utf8')));
}
