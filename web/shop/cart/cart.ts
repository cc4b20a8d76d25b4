import { useSyncExternalStore } from 'react';
import { findProduct, largestQuantity, type OrderLine } from '../catalogue.ts';

const KEY = 'cloud-coffee.cart';
const listeners = new Set<() => void>();
let lines: readonly OrderLine[] | undefined;

/** What was put into the cart on this device; what is no longer sold is left out. */
function read(): readonly OrderLine[] {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '[]') as OrderLine[];
    return stored.filter(({ productId, quantity }) => findProduct(productId) && quantity > 0);
  } catch {
    return [];
  }
}

function write(next: readonly OrderLine[]): void {
  lines = next;
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Storage is forbidden: the cart lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

const current = () => (lines ??= read());

function watch(listener: () => void): () => void {
  const onOtherTab = (event: StorageEvent) => {
    if (event.key !== KEY) return;
    lines = read();
    listener();
  };
  listeners.add(listener);
  addEventListener('storage', onOtherTab);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', onOtherTab);
  };
}

/** Sets how many of a product are wanted; 0 takes it out. */
export function setQuantity(productId: string, quantity: number): void {
  const wanted = Math.min(Math.max(quantity, 0), largestQuantity);
  const isThere = current().some((line) => line.productId === productId);
  const next = isThere
    ? current().map((line) => (line.productId === productId ? { productId, quantity: wanted } : line))
    : [...current(), { productId, quantity: wanted }];
  write(next.filter((line) => line.quantity > 0));
}

export function emptyCart(): void {
  write([]);
}

/** The cart, on every page and in every tab the same. */
export function useCart(): readonly OrderLine[] {
  return useSyncExternalStore(watch, current);
}

export const countOf = (cart: readonly OrderLine[]) => cart.reduce((sum, { quantity }) => sum + quantity, 0);

export const quantityOf = (cart: readonly OrderLine[], productId: string) =>
  cart.find((line) => line.productId === productId)?.quantity ?? 0;
