import './app.css';
import { RouterProvider } from '@tanstack/react-router';
import { mountApp } from '../shared/app.tsx';
import { noteCrash, watchCrashes } from './app/crash-log.ts';
import { startServiceWorker } from './app/service-worker.ts';
import { router } from './routes.tsx';

watchCrashes();
void mountApp(
  <RouterProvider router={router} />,
  {
    'zh-CN': () => import('./locales/zh-CN.po'),
    en: () => import('./locales/en.po'),
  },
  noteCrash,
).then(startServiceWorker);
