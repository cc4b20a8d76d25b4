import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';

const root = createRootRoute();

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage'),
});

/** Every screen of the app and its address; the screens themselves load when they are first needed. */
export const router = createRouter({
  routeTree: root.addChildren([home]),
  basepath: '/shop',
  defaultPreload: 'intent',
});
