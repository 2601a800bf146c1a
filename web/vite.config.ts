import { gzipSync } from 'node:zlib'
import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

/** A .gz beside every text file that it makes smaller: the server sends it as it is. Same input, same bytes. */
function packed(): Plugin {
  return {
    name: 'hejie-packed',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (!/\.(js|css|svg|html|json)$/.test(file.fileName)) continue
        const source = Buffer.from(file.type === 'chunk' ? file.code : file.source)
        const small = gzipSync(source, { level: 9 })
        if (small.length < source.length * 0.9) {
          this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: small })
        }
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
