import type { LocalizedText } from '../../contract/text.ts';

export const categories = ['coffee', 'tea', 'bakery', 'home'] as const;
export type Category = (typeof categories)[number];

export interface Product {
  id: string;
  category: Category;
  name: LocalizedText;
  detail: LocalizedText;
  /** Minor units of CNY as text: "3500" is ¥35.00. */
  unitAmount: string;
  isNew?: boolean;
}

export const currency = 'CNY';
/** No order has more of one thing; UPay would take 999. */
export const largestQuantity = 99;

const text = (zh: string, en: string): LocalizedText => ({ zh, en });

/** Everything the shop sells. The page shows these prices, the backend charges them. */
export const products: readonly Product[] = [
  {
    id: 'cloud-latte',
    category: 'coffee',
    name: text('云朵拿铁', 'Cloud Latte'),
    detail: text('双份浓缩，绵密奶泡', 'Double shot under a cloud of milk foam'),
    unitAmount: '3200',
  },
  {
    id: 'oat-latte',
    category: 'coffee',
    name: text('燕麦拿铁', 'Oat Latte'),
    detail: text('燕麦奶，清甜谷物香', 'Oat milk, mellow and lightly sweet'),
    unitAmount: '3500',
  },
  {
    id: 'osmanthus-cold-brew',
    category: 'coffee',
    name: text('桂花冷萃', 'Osmanthus Cold Brew'),
    detail: text('十二小时冷萃，桂花蜜', 'Steeped twelve hours, with osmanthus honey'),
    unitAmount: '3400',
    isNew: true,
  },
  {
    id: 'matcha-cloud',
    category: 'tea',
    name: text('抹茶云顶', 'Matcha Cloud'),
    detail: text('石磨抹茶，咸奶盖', 'Stone-ground matcha under salted cream'),
    unitAmount: '3600',
  },
  {
    id: 'jasmine-tea',
    category: 'tea',
    name: text('茉莉雪芽', 'Jasmine Green Tea'),
    detail: text('七窨茉莉，热泡冷泡皆宜', 'Scented seven times, hot or cold'),
    unitAmount: '2400',
  },
  {
    id: 'croissant',
    category: 'bakery',
    name: text('海盐可颂', 'Sea Salt Croissant'),
    detail: text('发酵黄油，二十七层', 'Cultured butter in twenty-seven layers'),
    unitAmount: '1800',
  },
  {
    id: 'lemon-tart',
    category: 'bakery',
    name: text('柠檬挞', 'Lemon Tart'),
    detail: text('现挤柠檬，酥脆挞壳', 'Fresh lemon in a crisp shell'),
    unitAmount: '2800',
  },
  {
    id: 'cheesecake',
    category: 'bakery',
    name: text('巴斯克芝士', 'Basque Cheesecake'),
    detail: text('焦香外层，流心中央', 'Burnt outside, flowing inside'),
    unitAmount: '3800',
    isNew: true,
  },
  {
    id: 'beans',
    category: 'home',
    name: text('耶加雪菲咖啡豆', 'Yirgacheffe Beans'),
    detail: text('250 克，柑橘与花香', '250 g, citrus and flowers'),
    unitAmount: '9800',
  },
  {
    id: 'mug',
    category: 'home',
    name: text('云朵马克杯', 'Cloud Mug'),
    detail: text('手工釉面，350 毫升', 'Hand-glazed, 350 ml'),
    unitAmount: '12800',
  },
  {
    id: 'pour-over-kit',
    category: 'home',
    name: text('手冲套装', 'Pour-over Kit'),
    detail: text('细口壶、滤杯与分享壶', 'Gooseneck kettle, dripper and server'),
    unitAmount: '46800',
  },
  {
    id: 'espresso-machine',
    category: 'home',
    name: text('家用意式咖啡机', 'Espresso Machine'),
    detail: text('九巴萃取，蒸汽打奶', 'Nine bars, with a steam wand'),
    unitAmount: '268000',
  },
];

const byId = new Map(products.map((product) => [product.id, product]));

export function findProduct(id: string): Product | undefined {
  return byId.get(id);
}

/** An order line as the browser asks for it: what and how many, never what it costs. */
export interface OrderLine {
  productId: string;
  quantity: number;
}

/** What these lines cost together, in minor units. */
export function totalOf(lines: readonly OrderLine[]): bigint {
  return lines.reduce(
    (sum, { productId, quantity }) =>
      sum + BigInt(findProduct(productId)?.unitAmount ?? '0') * BigInt(quantity),
    0n,
  );
}
