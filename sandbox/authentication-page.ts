import type { Charge } from './charge.ts';
import { document, html } from './page/html.ts';
import { type Language, TEXT } from './page/text.ts';

/** Minor units as a person reads them, exactly: "200051" CNY is ¥2,000.51. */
function money(minorUnits: string, currency: string, lang: Language): string {
  const format = new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en', { style: 'currency', currency });
  const places = format.resolvedOptions().maximumFractionDigits ?? 2;
  const digits = minorUnits.padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  return format.format(places === 0 ? BigInt(whole) : (`${whole}.${digits.slice(-places)}` as `${number}`));
}

/** The issuer's page on which the cardholder passes or fails 3-D Secure. */
export function authenticationPage(charge: Charge, returnUrl: string, lang: Language): string {
  const otherLanguage = new URLSearchParams({ return: returnUrl, lang: lang === 'zh' ? 'en' : 'zh' });
  const waiting = charge.status === 'requires_authentication';
  const actions = html`<form method="post" action="?${new URLSearchParams({ return: returnUrl }).toString()}">
<button class="primary" name="result" value="success">${TEXT.succeed[lang]}</button>
<button class="quiet" name="result" value="failure">${TEXT.failAuthentication[lang]}</button>
</form>`;
  const done = html`<p class="hint">${TEXT.decided[lang]}</p>
<a class="primary" href="${returnUrl}">${TEXT.back[lang]}</a>`;

  return document(
    lang,
    TEXT.authentication[lang],
    false,
    html`<body class="challenge">
<main class="card">
<div class="bar"><span class="scheme">3-D Secure</span><a class="language" href="?${otherLanguage.toString()}" lang="${lang === 'zh' ? 'en' : 'zh-CN'}">${TEXT.otherLanguage[lang]}</a></div>
<h1>${TEXT.authentication[lang]}</h1>
<p class="hint">${TEXT.authenticationHint[lang]}</p>
<dl>
<div><dt>${TEXT.merchant[lang]}</dt><dd>${charge.merchantName}</dd></div>
<div><dt>${TEXT.amount[lang]}</dt><dd class="money">${money(charge.amount, charge.currency, lang)}</dd></div>
</dl>
${waiting ? actions : done}
</main>
</body>`,
  );
}
