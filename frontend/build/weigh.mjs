// Prints what a daily screen weighs over the wire (gzip) and fails above the limits of the interface.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const out = "src/tendero/ui/static/built/";
const manifest = JSON.parse(readFileSync(`${out}manifest.json`, "utf8"));
const weigh = (file) => gzipSync(readFileSync(out + file), { level: 9 }).length;
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

const main = manifest["frontend/ts/main.ts"];
const seen = new Set();
const gather = (key) => {
  if (seen.has(key)) return;
  seen.add(key);
  (manifest[key].imports ?? []).forEach(gather);
};
gather("frontend/ts/main.ts");
const script = [...seen].reduce((sum, key) => sum + weigh(manifest[key].file), 0);
const style = (main.css ?? []).reduce((sum, file) => sum + weigh(file), 0);
const extra = (main.dynamicImports ?? []).map((key) => `${manifest[key].name ?? key} ${kb(weigh(manifest[key].file))}`);
console.log(`daily screen: script ${kb(script)} of 70, style ${kb(style)} of 25; on demand: ${extra.join(", ") || "nothing"}`);
if (script > 70_000 || style > 25_000) process.exit(1);
