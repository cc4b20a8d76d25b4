/** Markup that is already safe to send. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

type Value = Html | Html[] | string | number;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function safe(value: Value): string {
  if (Array.isArray(value)) return value.map(safe).join('');
  if (value instanceof Html) return value.markup;
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Template tag: whatever is not Html is escaped. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(strings.reduce((markup, piece, place) => markup + safe(values[place - 1] ?? '') + piece));
}

/** A whole document. */
export function document(lang: 'zh' | 'en', title: string, script: boolean, body: Html): string {
  return html`<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="/page.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css">
${script ? html`<script src="/page.js" type="module"></script>` : ''}
</head>
${body}
</html>
`.markup;
}
