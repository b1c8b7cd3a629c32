// Gathers the drawings of all icons into one JSON that the {% icon %} tag reads. It stays on the server: a page carries
// only the drawings it shows. Our own, in frontend/icons, win over lucide's of the same name.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const out = "src/tendero/ui/static/built";
const icons = {};
for (const folder of ["node_modules/lucide-static/icons", "frontend/icons"]) {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".svg"))) {
    const svg = readFileSync(join(folder, file), "utf8");
    const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    icons[file.replace(".svg", "")] = inside.replace(/\s+/g, " ").trim();
  }
}
mkdirSync(out, { recursive: true });
writeFileSync(join(out, "icons.json"), JSON.stringify(icons));
console.log(`${Object.keys(icons).length} icons`);
