import './app.css';
import { mountApp } from '../app.tsx';
import { Gallery } from './gallery.tsx';

void mountApp(<Gallery />, {
  'zh-CN': async () => ({ messages: {} }),
  en: async () => ({ messages: {} }),
});
