import { appConfig } from '../shared/vite.ts';

export default appConfig({ name: 'shop', base: '/shop/', port: 5175 });
