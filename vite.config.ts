import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

// One entry; what only some screens need (board, local state) comes as a chunk on demand. `base: "./"` lets the files
// be served from wherever Django's static files live.
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [tailwindcss()],
  build: {
    outDir: "src/tendero/ui/static/built",
    emptyOutDir: false,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: { input: { main: "frontend/ts/main.ts" } },
  },
});
