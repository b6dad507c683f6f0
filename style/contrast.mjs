// Computes every pair of text and ground of tokens.css: `node style/contrast.mjs`. Fails below 4.5:1
// for text, 3:1 for shapes (WCAG 2.2, 1.4.3 and 1.4.11).
import { readFileSync } from "node:fs";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
const [light, dark] = css.split("@media (prefers-color-scheme: dark)");
const read = (part) => Object.fromEntries([...part.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]]));
const channel = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const luminance = (hex) => [1, 3, 5].map((i) => channel(parseInt(hex.slice(i, i + 2), 16) / 255)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const ratio = (a, b) => {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
};

const grounds = ["paper", "panel"];
const text = [];
for (const ink of ["ink", "ink-2", "ink-3", "accent", "ok", "near", "late", "prov"]) for (const ground of [...grounds, "fresh"]) text.push([ink, ground]);
for (const state of ["ok", "near", "late", "accent"]) text.push([state, `${state}-soft`]);
for (const ink of ["ink", "ink-2", "ink-3"]) for (const ground of ["accent-soft", "late-soft", "rule-2"]) text.push([ink, ground]);
text.push(["accent-ink", "accent"]);
const shapes = [];
for (const shape of ["field", "focus", "accent", "second", "ok", "near", "late", "prov"]) for (const ground of grounds) shapes.push([shape, ground]);
shapes.push(["accent", "rest"]);

let failed = 0;
const base = read(light);
for (const [name, colours] of [["light", base], ["dark", { ...base, ...read(dark) }]]) {
  for (const [pairs, least] of [[text, 4.5], [shapes, 3]]) {
    for (const [a, b] of pairs) {
      const value = ratio(colours[a], colours[b]);
      if (value < least) {
        failed += 1;
        console.error(`${name}: ${a} on ${b} is ${value.toFixed(2)}, needs ${least}`);
      }
    }
  }
}
console.log(failed ? `${failed} pairs too weak` : `all ${2 * (text.length + shapes.length)} pairs hold`);
process.exitCode = failed ? 1 : 0;
