import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { build, defineConfig, type Plugin } from 'vite';

/** The server that `vite dev` asks; `npm run demo` starts one. */
const API = 'http://127.0.0.1:4000';

export default defineConfig({
  root: import.meta.dirname,
  // Deep links such as /teams/eng/payments are answered with the same page, so addresses of assets begin at the root.
  base: '/',
  publicDir: false,
  plugins: [compressed(), frontPage()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2023',
    outDir: 'dist',
    emptyOutDir: true,
    // The content security policy lets nothing run or be drawn that is not a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // What the first page needs is one file: each file more is a request that numbers wait for.
      output: { codeSplitting: { groups: [{ name: 'dashboard', tags: ['$initial'] }] } },
      // On a busy machine it would tell whoever builds for the first time how long each plugin took.
      checks: { bundlerTimings: false },
    },
  },
  server: { proxy: { '/graphql': API, '/readyz': API } },
});

/** Leaves beside the page what the server needs to ask the page's questions itself. */
function frontPage(): Plugin {
  return {
    name: 'front-page',
    apply: 'build',
    async closeBundle() {
      await build({
        configFile: false,
        root: import.meta.dirname,
        publicDir: false,
        logLevel: 'warn',
        ssr: { noExternal: true },
        build: {
          ssr: 'src/front-page.ts',
          target: 'es2023',
          outDir: 'dist',
          emptyOutDir: false,
          rolldownOptions: { output: { entryFileNames: 'front-page.mjs' } },
        },
      });
    },
  };
}

/** Leaves a compressed copy of every asset beside it, so that the server compresses nothing itself. */
function compressed(): Plugin {
  const [toGzip, toBrotli] = [promisify(gzip), promisify(brotliCompress)];
  return {
    name: 'compressed-copies',
    apply: 'build',
    async writeBundle({ dir = '' }) {
      const assets = join(dir, 'assets');
      const names = (await readdir(assets)).filter((name) => /\.(js|css|svg)$/.test(name));
      await Promise.all(
        names.map(async (name) => {
          const file = join(assets, name);
          const bytes = await readFile(file);
          await Promise.all([
            writeFile(`${file}.gz`, await toGzip(bytes, { level: 9 })),
            writeFile(`${file}.br`, await toBrotli(bytes)),
          ]);
        }),
      );
    },
  };
}
