import { expect, test } from 'vitest';
import { merchantUrl } from './merchant-url.ts';

const id = '019ab000-0000-7000-8000-000000000001';

test('the merchant learns which order its customer comes back from', () => {
  expect(merchantUrl('https://shop.example/orders?from=upay#top', id)).toBe(
    `https://shop.example/orders?from=upay&checkoutSessionId=${id}#top`,
  );
});

test('only web addresses are followed', () => {
  for (const url of ['javascript:alert(1)', 'data:text/html,hello', 'file:///etc/passwd', 'nonsense', ''])
    expect(merchantUrl(url, id), url).toBeUndefined();
});
