import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Frame } from './shell/frame.tsx';
import { PageFailed, PageNotFound } from './shell/states.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: PageNotFound });

const menu = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./menu/menu-page.tsx'), 'MenuPage'),
});
const cart = createRoute({
  getParentRoute: () => root,
  path: '/cart',
  component: lazyRouteComponent(() => import('./cart/cart-page.tsx'), 'CartPage'),
});
const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  validateSearch: ({ checkoutSessionId }: Record<string, unknown>): { checkoutSessionId?: string } =>
    typeof checkoutSessionId === 'string' ? { checkoutSessionId } : {},
  component: lazyRouteComponent(() => import('./orders/orders-page.tsx'), 'OrdersPage'),
});
const order = createRoute({
  getParentRoute: () => root,
  path: '/orders/$id',
  component: lazyRouteComponent(() => import('./orders/order-page.tsx'), 'OrderPage'),
});

const counter = createRoute({
  getParentRoute: () => root,
  path: '/counter',
  component: lazyRouteComponent(() => import('./counter/counter-page.tsx'), 'CounterPage'),
});

/** Every page of the shop and its address; the pages themselves load when they are first needed. */
export const router = createRouter({
  routeTree: root.addChildren([menu, cart, orders, order, counter]),
  basepath: '/shop',
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
});
