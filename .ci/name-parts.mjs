// Gives the parts of the page program the names they are published under:
//   node .ci/name-parts.mjs <directory with app.js, __wasm_split.js and *.wasm> <directory to publish>
// A name changes with the content, and what names another part changes with that name: first the wasm
// parts, then the two scripts, which import each other and therefore share one hash. Prints the lines of
// hash.txt.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const [from, to] = process.argv.slice(2);
const digest = (data) => createHash("sha256").update(data).digest("hex").slice(0, 16);
const read = (name) => readFileSync(path.join(from, name), "utf8");
mkdirSync(to, { recursive: true });

const split = read("__wasm_split.js");
const stems = new Map();
let main = "";
for (const file of readdirSync(from).filter((name) => name.endsWith(".wasm")).sort()) {
  const data = readFileSync(path.join(from, file));
  const stem = file.slice(0, -".wasm".length);
  if (stem === "app") main = digest(data);
  const named = stem === "app" ? `app.${main}` : `part.${digest(data)}`;
  stems.set(stem, named);
  copyFileSync(path.join(from, file), path.join(to, `${named}.wasm`));
}

// The splitter names each part where its loader fetches it.
const named = split.replace(/"\.\/([^"]+)\.wasm"/g, (_, stem) => `"./${stems.get(stem)}.wasm"`);
if (named === split) throw new Error("the splitter's loaders look different than expected");
// A part that cannot be fetched now is asked for again: the page shown stays as it is meanwhile.
const loaders = named.replace(/\bfetch\(new URL\(/g, "fetchPart(new URL(") + read("fetch-part.js");
const js = read("app.js");
const scripts = digest(js + loaders + readFileSync(process.argv[1], "utf8"));
// Only where the script is imported: the program itself goes on asking for it by the name the splitter gave.
const imported = js.replace(/(\bfrom ?)"\.\/__wasm_split\.js"/g, `$1"./__wasm_split.${scripts}.js"`);
if (imported === js) throw new Error("the glue does not import the loaders");
writeFileSync(path.join(to, `app.${scripts}.js`), imported);
writeFileSync(path.join(to, `__wasm_split.${scripts}.js`), loaders.replaceAll("./app.js", `./app.${scripts}.js`));
console.log(`js: ${scripts}\nwasm: ${main}`);
