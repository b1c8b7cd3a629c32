// Gathers the icons that templates and declarations name into one JSON the {% icon %} tag reads.
// Any quoted word in a template or a Python file that is the name of an icon counts: a few extra cost nothing, the
// file never goes to the browser.
import { mkdirSync, readFileSync, readdirSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";

const rooms = "src/tendero";
const drawn = "frontend/icons";
const lucide = "node_modules/lucide-static/icons";
const out = "src/tendero/ui/static/built";

const always = ["alert-circle", "circle-alert", "triangle-alert", "refresh-cw", "check", "x", "info", "clock", "undo-2"];
const names = new Set(always);
for (const entry of readdirSync(rooms, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !/\.(html|py)$/.test(entry.name) || path.includes("/tests/")) continue;
  for (const match of readFileSync(path, "utf8").matchAll(/["']([a-z][a-z0-9-]{0,40})["']/g)) names.add(match[1]);
}
for (const file of readdirSync(drawn)) names.add(file.replace(".svg", ""));

const icons = {};
for (const name of [...names].sort()) {
  const path = [join(drawn, `${name}.svg`), join(lucide, `${name}.svg`)].find(existsSync);
  if (!path) continue;
  const svg = readFileSync(path, "utf8");
  icons[name] = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s+/g, " ").trim();
}
mkdirSync(out, { recursive: true });
writeFileSync(join(out, "icons.json"), JSON.stringify(icons));
console.log(`${Object.keys(icons).length} icons`);
