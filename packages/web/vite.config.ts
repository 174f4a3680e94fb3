import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const server = `http://${process.env.NOTELAB_HOST ?? '127.0.0.1'}:${process.env.NOTELAB_PORT ?? 4321}`;

/** Puts a compressed copy beside every script and style, so that the server need not compress them each time. */
const compressedCopies: Plugin = {
  name: 'compressed-copies',
  apply: 'build',
  async writeBundle({ dir = '' }) {
    const names = await readdir(dir, { recursive: true });
    await Promise.all(
      names.map(async (name) => {
        if (!/\.(js|css)$/.test(name)) return;
        const content = await promisify(gzip)(await readFile(join(dir, name)), { level: 9 });
        await writeFile(join(dir, `${name}.gz`), content);
      }),
    );
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressedCopies],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  server: { host: '127.0.0.1', proxy: { '/api': { target: server, changeOrigin: false, ws: true } } },
});
