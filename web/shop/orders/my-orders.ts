const KEY = 'cloud-coffee.orders';
const WAITING = 'cloud-coffee.waiting';
const most = 30;

/** Ids of the orders placed on this device, newest first: the shop itself keeps no list. */
export function myOrders(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

/** The cart's content is this order now; it goes once the order is paid. */
export function rememberPlaced(id: string): void {
  rememberOrder(id);
  try {
    localStorage.setItem(WAITING, id);
  } catch {
    // Storage is forbidden: the cart does not outlive the page either.
  }
}

/** Whether what is in the cart has just been paid with this order; true once. */
export function takePaid(id: string): boolean {
  try {
    if (localStorage.getItem(WAITING) !== id) return false;
    localStorage.removeItem(WAITING);
    return true;
  } catch {
    return false;
  }
}

export function rememberOrder(id: string): void {
  try {
    const others = myOrders().filter((other) => other !== id);
    localStorage.setItem(KEY, JSON.stringify([id, ...others].slice(0, most)));
  } catch {
    // Storage is forbidden: the order's own address still works.
  }
}
