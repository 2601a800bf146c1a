import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

/** A .gz beside every text file that it makes smaller: the server sends it as it is. Made from what was written to disk,
 *  for other plugins change the code until then. Same input, same bytes. */
function packed(): Plugin {
  return {
    name: 'hejie-packed',
    apply: 'build',
    writeBundle(options, bundle) {
      for (const name of Object.keys(bundle)) {
        if (!/\.(js|css|svg|html|json)$/.test(name)) continue
        const path = join(options.dir ?? 'dist', name)
        const source = readFileSync(path)
        const small = gzipSync(source, { level: 9 })
        if (small.length < source.length * 0.9) writeFileSync(`${path}.gz`, small)
      }
    },
  }
}

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [vue({ template: { compilerOptions: { whitespace: 'preserve' } } }), packed()],
  resolve: { alias: { '@': folder('./src'), '@law': folder('../workflows') } },
  build: {
    target: 'es2022',
    // A page may hold neither script nor style: no inlined asset, no preload snippet.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: true,
    rollupOptions: {
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: {
    fs: { allow: ['..'] },
    proxy: { '/api': { target: process.env.HEJIE_URL ?? 'http://127.0.0.1:8080', changeOrigin: true } },
  },
})
