import { appConfig } from '../shared/vite.ts';

export default appConfig({ name: 'desk', base: '/desk/', port: 5174 });
