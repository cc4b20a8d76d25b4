import { readFileSync } from 'node:fs';
import {
  BANK_CODES,
  CARD_CODES,
  TEST_ACCOUNTS,
  TEST_CARDS,
  type TestAccount,
  type TestCard,
  type Words,
  authenticationCode,
} from '../outcomes.ts';
import { networkOf } from '../card-numbers.ts';
import { document, type Html, html } from './html.ts';
import { FAULT_NAMES, type Language, OPERATION_NAMES, TEXT } from './text.ts';

type Tone = 'good' | 'wait' | 'bad' | 'none';

/** The page's own files, read once. */
export function assets(): { path: string; type: string; body: string }[] {
  const file = (name: string, type: string) => ({
    path: `/${name}`,
    type,
    body: readFileSync(new URL(name, import.meta.url), 'utf8'),
  });
  return [
    file('page.css', 'text/css; charset=utf-8'),
    file('page.js', 'text/javascript; charset=utf-8'),
    file('page.svg', 'image/svg+xml'),
  ];
}

const grouped = (digits: string) => digits.replace(/(.{4})(?=.)/g, '$1 ');

function cardOutcome({ number, behaviour }: TestCard): { code: string; tone: Tone } {
  switch (behaviour.effect) {
    case 'approve':
      return { code: '00', tone: 'good' };
    case 'authenticate':
      return { code: authenticationCode(networkOf(number) ?? ''), tone: 'wait' };
    case 'no_answer':
    case 'late':
      return { code: '68', tone: 'none' };
    case 'decline':
      return { code: behaviour.code, tone: 'bad' };
  }
}

function accountOutcome({ behaviour }: TestAccount): { code: string; tone: Tone } {
  switch (behaviour.effect) {
    case 'settle':
      return { code: 'ACSC', tone: 'good' };
    case 'pend':
      return { code: 'ACSP', tone: 'wait' };
    case 'no_answer':
      return { code: '—', tone: 'none' };
    case 'reject':
    case 'unknown':
      return { code: behaviour.code, tone: 'bad' };
  }
}

function amountTone(code: string): Tone {
  if (code === '00') return 'good';
  return code === '68' ? 'none' : 'bad';
}

/**
 * The whole page in one language; what is live is filled in by page.js.
 * @param hasAuthenticators whether there are authenticator apps to show
 */
export function page(lang: Language, hasAuthenticators: boolean): string {
  const say = (words: Words | undefined) => words?.[lang] ?? '';

  const row = (
    value: string,
    shown: string,
    meaning: string,
    code: string,
    tone: Tone,
  ) => html`<li class="row">
<button type="button" class="number" data-copy="${value}" aria-label="${say(TEXT.copy)} ${shown}"><span>${shown}</span></button>
<span class="meaning">${meaning}</span>
<span class="code ${tone}">${code}</span>
</li>`;

  const section = (
    id: string,
    title: string,
    hint: string,
    content: Html,
  ) => html`<section id="${id}" aria-labelledby="${id}-title" class="card">
<h2 id="${id}-title">${title}</h2>
<p class="hint">${hint}</p>
${content}
</section>`;

  const cards = TEST_CARDS.map((card) => {
    const { code, tone } = cardOutcome(card);
    return row(card.number, grouped(card.number), say(card.note ?? CARD_CODES[code]), code, tone);
  });
  const accounts = TEST_ACCOUNTS.map((account) => {
    const { code, tone } = accountOutcome(account);
    return row(account.number, grouped(account.number), say(account.note ?? BANK_CODES[code]), code, tone);
  });
  const amounts = Object.entries(CARD_CODES)
    .filter(([code]) => /^\d\d$/.test(code))
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([code, words]) => row(`2000.${code}`, `¥2000.${code}`, say(words), code, amountTone(code)));

  const options = (names: Record<string, Words>) =>
    Object.entries(names).map(([value, words]) => html`<option value="${value}">${say(words)}</option>`);

  const [before = '', after = ''] = say(TEXT.remaining).split('#');
  const links: [string, Words][] = [
    ['messages', TEXT.messages],
    ...(hasAuthenticators ? [['authenticators', TEXT.authenticators] as [string, Words]] : []),
    ['faults', TEXT.faults],
    ['cards', TEXT.cards],
    ['amounts', TEXT.amounts],
    ['accounts', TEXT.accounts],
  ];

  return document(
    lang,
    say(TEXT.title),
    true,
    html`<body data-copied="${say(TEXT.copied)}" data-live="${say(TEXT.live)}" data-offline="${say(TEXT.offline)}">
<header class="top">
<div class="wide">
<div class="bar"><h1>${say(TEXT.title)}</h1><a class="language" href="?lang=${lang === 'zh' ? 'en' : 'zh'}" lang="${lang === 'zh' ? 'en' : 'zh-CN'}">${say(TEXT.otherLanguage)}</a></div>
<p>${say(TEXT.lead)}</p>
<nav aria-label="${say(TEXT.sections)}">${links.map(([id, words]) => html`<a href="#${id}">${say(words)}</a>`)}</nav>
</div>
</header>
<main class="wide">
<div class="now">
<section id="messages" aria-labelledby="messages-title" class="card">
<div class="bar"><h2 id="messages-title">${say(TEXT.messages)}</h2><span id="status" class="status" role="status">${say(TEXT.live)}</span></div>
<p class="hint">${say(TEXT.messagesHint)}</p>
<div class="bar tools">
<div class="tabs" role="tablist" aria-label="${say(TEXT.messages)}">
<button type="button" role="tab" id="tab-sms" aria-controls="inbox" aria-selected="true" data-kind="sms">${say(TEXT.sms)} <span data-count="sms"></span></button>
<button type="button" role="tab" id="tab-mail" aria-controls="inbox" aria-selected="false" tabindex="-1" data-kind="mail">${say(TEXT.mail)} <span data-count="mail"></span></button>
</div>
<input type="search" id="filter" aria-label="${say(TEXT.filter)}" placeholder="${say(TEXT.filter)}" autocomplete="off">
</div>
<div id="inbox" role="tabpanel" aria-labelledby="tab-sms" tabindex="0">
<p class="empty" id="no-messages">${say(TEXT.noMessages)}</p>
<ol id="message-list" class="inbox" aria-live="polite"></ol>
</div>
</section>
</div>
<div class="reference">
${
  hasAuthenticators
    ? section(
        'authenticators',
        say(TEXT.authenticators),
        say(TEXT.authenticatorsHint),
        html`<ul id="authenticator-list" class="rows"></ul>`,
      )
    : ''
}
${section(
  'faults',
  say(TEXT.faults),
  say(TEXT.faultsHint),
  html`<form id="fault-form" class="fields">
<label>${say(TEXT.operation)}<select name="operation">${options(OPERATION_NAMES)}</select></label>
<label>${say(TEXT.fault)}<select name="fault">${options(FAULT_NAMES)}</select></label>
<label>${say(TEXT.times)}<input name="times" type="number" inputmode="numeric" min="1" max="1000000" value="1" required></label>
<label>${say(TEXT.delay)}<input name="delayMs" type="number" inputmode="numeric" min="0" max="600000" step="any" value="3000" required></label>
<button type="submit" class="primary">${say(TEXT.add)}</button>
<p id="fault-error" class="error" role="alert" hidden>${say(TEXT.noCallback)}</p>
</form>
<p class="empty" id="no-faults">${say(TEXT.noFaults)}</p>
<ul id="fault-list" class="faults" aria-live="polite"></ul>
<button type="button" id="clear-faults" class="quiet" hidden>${say(TEXT.clear)}</button>`,
)}
${section('cards', say(TEXT.cards), say(TEXT.cardsHint), html`<ul class="rows">${cards}</ul>`)}
${section('amounts', say(TEXT.amounts), say(TEXT.amountsHint), html`<ul class="rows short">${amounts}</ul>`)}
${section('accounts', say(TEXT.accounts), say(TEXT.accountsHint), html`<ul class="rows">${accounts}</ul>`)}
</div>
</main>
<p id="toast" class="toast" role="status"></p>
<template id="message-template"><li class="message">
<div class="bar"><span class="to" data-slot="to"></span><time data-slot="time"></time></div>
<p class="subject" data-slot="subject"></p>
<p class="text" data-slot="text"></p>
<button type="button" class="code-copy" data-slot="code"><b></b><span>${say(TEXT.copyCode)}</span></button>
</li></template>
<template id="authenticator-template"><li class="row">
<button type="button" class="number" data-slot="code"><span data-slot="digits"></span></button>
<span class="meaning" data-slot="account"></span>
<span class="code none"><b data-slot="seconds"></b> ${say(TEXT.secondsLeft)}</span>
</li></template>
<template id="fault-template"><li>
<span data-slot="name"></span>
<span class="code wait">${before}<b data-slot="remaining"></b>${after}</span>
<button type="button" class="quiet" data-slot="remove">${say(TEXT.remove)}</button>
</li></template>
<template id="random-template"><li><span>${say(TEXT.random)} <b data-slot="seed"></b> · <span data-slot="rates"></span></span></li></template>
</body>`,
  );
}
