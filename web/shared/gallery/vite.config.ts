import { appConfig } from '../vite.ts';

export default appConfig({ name: 'shared/gallery', base: '/', port: 5176 });
