import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = `http://${process.env.NOTELAB_HOST ?? '127.0.0.1'}:${process.env.NOTELAB_PORT ?? 4321}`;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  server: { host: '127.0.0.1', proxy: { '/api': { target: server, changeOrigin: false, ws: true } } },
});
