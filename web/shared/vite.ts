import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lingui } from '@lingui/vite-plugin';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type UserConfigFnObject } from 'vite';
import { contractWithoutSchemas } from './vite-contract.ts';

const web = fileURLToPath(new URL('..', import.meta.url));

export interface AppBuild {
  /** The folder in web/ and in dist/. */
  name: string;
  /** Where it is served: "/", "/desk/", "/shop/". */
  base: string;
  port: number;
  plugins?: Plugin[];
}

/** The Vite configuration all apps share. In development /api goes to the server at UPAY_PORT (8080). */
export function appConfig(app: AppBuild): UserConfigFnObject {
  return defineConfig(({ command }) => ({
    root: `${web}${app.name}`,
    base: app.base,
    plugins: [
      react(),
      tailwindcss(),
      // A catalogue with a missing translation fails the build; while developing the Chinese shows instead.
      lingui({
        configPath: `${web}lingui.config.ts`,
        macroTransform: true,
        failOnMissing: command === 'build',
        failOnCompileError: true,
      }),
      beforePaint(app.base),
      contractWithoutSchemas(),
      ...(app.plugins ?? []),
    ],
    server: {
      host: '127.0.0.1',
      port: app.port,
      strictPort: true,
      proxy: { '/api': { target: `http://127.0.0.1:${process.env.UPAY_PORT ?? 8080}`, ws: true } },
    },
    build: {
      outDir: `${web}../dist/${app.name.replace('shared/', '')}`,
      emptyOutDir: true,
      sourcemap: false,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        output: {
          // React changes less often than we do: its own file stays cached across releases.
          codeSplitting: {
            groups: [
              { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
              // So does the router; in one piece it also compresses better.
              {
                name: 'router',
                test: /node_modules[\\/]@tanstack[\\/](react-router|router-core|history|store|react-store)[\\/]/,
              },
              // What nearly every screen has: twenty files of a few hundred bytes cost more than one.
              {
                name: 'kit',
                test: /shared[\\/](ui[\\/](amount|avatar|button|card|cx|empty-state|error-state|icon-button|list|skeleton|time)\.tsx?|api\.ts|i18n[\\/])/,
              },
            ],
          },
        },
      },
    },
  }));
}

/** Puts theme/before-paint.js in front of everything in <head>: as a hashed file, because the CSP forbids inline. */
function beforePaint(base: string): Plugin {
  const file = fileURLToPath(new URL('theme/before-paint.js', import.meta.url));
  const source = readFileSync(file, 'utf8');
  const fileName = `assets/before-paint-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.js`;
  return {
    name: 'upay:before-paint',
    configureServer(server) {
      server.middlewares.use(`${base}${fileName}`, (_request, response) => {
        response.setHeader('content-type', 'text/javascript');
        response.end(source);
      });
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source });
    },
    transformIndexHtml: () => [
      { tag: 'script', attrs: { src: `${base}${fileName}` }, injectTo: 'head-prepend' },
    ],
  };
}
