// Commit → painted in another Chromium: `node painted.mjs http://127.0.0.1:3000`, against a running demo.
// While `yufang bench live` keeps 200 sockets and 20 writes a second going, a clerk writes an amount and a
// regional dashboard is watched until the frame after the one that shows it.
import { spawn } from "node:child_process";
import { chromium } from "playwright-core";

const url = process.argv[2] ?? "http://127.0.0.1:3000";
const samples = 40;
const year = new Date().getFullYear() + 1;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

async function signedIn(login) {
  const context = await browser.newContext({ baseURL: url });
  await context.request.post("/login", { form: { login, password: "yufang2026", next: "" }, headers: { origin: url } });
  return context;
}
async function plan(context) {
  const answer = await context.request.post("/api/workbench", { data: { year }, headers: { origin: url } });
  return (await answer.json()).fee_plan;
}

// The first city whose plan is still a draft.
let clerk;
for (const city of [150100, 150200, 150300, 150400, 150500, 150600, 150700, 150800, 150900, 152200, 152500, 152900]) {
  const context = await signedIn(`${city}-jb`);
  if ((await plan(context))?.state === "DRAFT") clerk = context;
  if (clerk) break;
}
const region = await (await signedIn("region-rs")).newPage();
await region.goto(`/region?year=${year}`);
await region.getByText("已同步").waitFor();
await region.evaluate(() => {
  window.painted = {};
  const feed = document.querySelector('[data-testid="feed"]');
  const look = () => {
    for (const [amount] of feed.textContent.matchAll(/77,\d{3}\.\d\d/g))
      if (!(amount in window.painted)) {
        window.painted[amount] = 0;
        // Two frames: the first may already be on its way without the change.
        requestAnimationFrame(() => requestAnimationFrame(() => (window.painted[amount] = Date.now())));
      }
  };
  new MutationObserver(look).observe(feed, { childList: true, subtree: true, characterData: true });
});

const load = spawn("../target/release/yufang", ["bench", "live", "--url", url, "--sockets", "200", "--writes", "20", "--seconds", "25"]);
await new Promise((done) => setTimeout(done, 3000));
const sent = [], answered = [];
for (let index = 0; index < samples; index += 1) {
  const amount = `77${String(index).padStart(3, "0")}.${String(10 + index)}`;
  for (;;) {
    const { version } = await plan(clerk);
    const from = Date.now();
    const answer = await clerk.request.post("/api/compile_fee_plan", { form: { year, seen: version, amount }, headers: { origin: url, accept: "application/json" } });
    if (!answer.ok()) continue; // somebody of the load was quicker: read the version again
    const to = Date.now();
    const shown = `${amount.slice(0, 2)},${amount.slice(2)}`;
    const at = await region.waitForFunction((shown) => window.painted[shown] || null, shown, { timeout: 5000, polling: 20 }).then((value) => value.jsonValue());
    sent.push(at - from);
    answered.push(Math.max(0, at - to));
    break;
  }
  await new Promise((done) => setTimeout(done, 200));
}
load.kill();
const at = (values, share) => values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
console.log(`自发出写入至绘出：p50 ${at(sent, 0.5)} 毫秒，p95 ${at(sent, 0.95)} 毫秒；自得到答复至绘出：p50 ${at(answered, 0.5)}，p95 ${at(answered, 0.95)}（${samples} 次）`);
await browser.close();
