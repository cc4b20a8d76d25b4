import './app.css';
import { RouterProvider } from '@tanstack/react-router';
import { mountApp } from '../shared/app.tsx';
import { startServiceWorker } from './app/service-worker.ts';
import { router } from './routes.tsx';

void mountApp(<RouterProvider router={router} />, {
  'zh-CN': () => import('./locales/zh-CN.po'),
  en: () => import('./locales/en.po'),
}).then(startServiceWorker);
