import './app.css';
import { RouterProvider } from '@tanstack/react-router';
import { onSignedOut } from '../shared/api.ts';
import { mountApp, queryClient } from '../shared/app.tsx';
import { router } from './routes.tsx';
import { followDensity } from './shell/density.ts';

followDensity();

// The session has ended, wherever that was noticed: what was on screen is not the next person's to see.
onSignedOut(() => {
  const { pathname, href } = router.state.location;
  if (pathname === '/login') return;
  void router
    .navigate({ to: '/login', search: { from: href }, replace: true })
    .then(() => queryClient.clear());
});

void mountApp(<RouterProvider router={router} />, {
  'zh-CN': () => import('./locales/zh-CN.po'),
  en: () => import('./locales/en.po'),
});
