import { appConfig } from '../shared/vite.ts';

export default appConfig({ name: 'wallet', base: '/', port: 5173 });
