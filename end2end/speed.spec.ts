// What only a browser can measure, printed as it is found (README has the figures and the goals). Not part of
// ./test, because it takes the whole machine:  YUFANG_E2E_SPEED=1 npx playwright test speed
import { expect, test, type Browser, type Page } from "@playwright/test";
import { spawn } from "node:child_process";
import { alive, drafting, NEXT_YEAR, PASSWORD, person } from "./yufang";

const [SOCKETS, WRITES, SECONDS] = ["1000", "50", "40"];

const at = (sorted: number[], percent: number) => sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];

/** A regional screen that notes when each amount of a fee plan was first painted. */
async function noting(browser: Browser): Promise<Page> {
  const page = await person(browser, "region-rs");
  await page.goto(`/region?year=${NEXT_YEAR}`);
  await alive(page);
  await page.evaluate(() => {
    const painted = ((window as unknown as { painted: Record<string, number> }).painted = {});
    const note = () => {
      const found = document.querySelector("main")!.textContent!.matchAll(/费用计划 ([\d,]+\.\d\d) 元/g);
      const now = performance.timeOrigin + performance.now();
      for (const [, amount] of found) (painted as Record<string, number>)[amount.replaceAll(",", "")] ??= now;
    };
    // After the frame that shows it.
    const seen = () => requestAnimationFrame(() => setTimeout(note, 0));
    new MutationObserver(seen).observe(document.querySelector("main")!, { childList: true, subtree: true, characterData: true });
  });
  return page;
}

test("from a write to the screen of somebody else, among a thousand open pages", async ({ browser, baseURL }) => {
  test.setTimeout(180_000);
  const screen = await noting(browser);
  // Writes for the screen that is looked at; the load leaves this city alone.
  const { page: clerk, city } = await drafting(browser);
  const bench = ["bench", "live", "--url", baseURL!, "--sockets", SOCKETS, "--writes", WRITES, "--seconds", SECONDS, "--without", city];
  const load = spawn("../target/release/yufang", bench, { stdio: ["ignore", "inherit", "inherit"] });
  const ended = new Promise<number | null>((resolve) => load.on("exit", resolve));
  // The thousand pages are being opened.
  await clerk.waitForTimeout(10_000);
  await clerk.goto(`/city?year=${NEXT_YEAR}`);
  const form = clerk.getByTestId("action-compile_fee_plan").first();
  let seen = Number(await form.locator("[name=seen]").inputValue());
  const sent: [string, number][] = [];
  for (let n = 0; n < 100; n++) {
    const amount = `${120_000 + n}.07`;
    const now = Date.now();
    const answer = await clerk.request.post("/api/compile_fee_plan", {
      form: { year: NEXT_YEAR, seen: seen++, amount },
      headers: { origin: baseURL!, accept: "application/json" },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    sent.push([amount, now]);
    await clerk.waitForTimeout(150);
  }
  await screen.waitForTimeout(2_000);
  const painted = await screen.evaluate(() => (window as unknown as { painted: Record<string, number> }).painted);
  expect(await ended).toBe(0);
  const late = sent.filter(([amount]) => amount in painted).map(([amount, now]) => painted[amount] - now);
  late.sort((a, b) => a - b);
  const missing = sent.length - late.length;
  console.log(`write sent → painted: p50 ${at(late, 50).toFixed(0)} ms, p95 ${at(late, 95).toFixed(0)} ms, longest ${at(late, 100).toFixed(0)} ms; ${missing} of ${sent.length} overtaken by newer lines`);
  expect(missing).toBeLessThan(sent.length / 2);
});

test("the dashboard on a slow machine, first load", async ({ browser, baseURL }) => {
  test.setTimeout(120_000);
  const usable: number[] = [];
  let bytes = 0;
  for (let round = 0; round < 7; round++) {
    // A browser of its own: nothing is kept from the load before.
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto("about:blank");
    await context.request.post("/login", { form: { login: "region-rs", password: PASSWORD }, headers: { origin: baseURL! } });
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    const urls = new Map<string, string>();
    let loaded = 0;
    devtools.on("Network.responseReceived", ({ requestId, response }) => urls.set(requestId, response.url));
    devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (/\.(wasm|js)$/.test(urls.get(requestId) ?? "")) loaded += encodedDataLength;
    });
    await page.addInitScript(() => {
      // The clock of the head starts to tick when the page is taken over.
      const look = setInterval(() => {
        if (document.querySelector("main .tick")?.textContent) {
          clearInterval(look);
          (window as unknown as { usable: number }).usable = performance.now();
        }
      }, 5);
    });
    await page.goto("/region");
    await page.waitForFunction(() => "usable" in window);
    usable.push(await page.evaluate(() => (window as unknown as { usable: number }).usable));
    bytes = loaded;
    await context.close();
  }
  usable.sort((a, b) => a - b);
  console.log(`usable with a four times slower processor: p50 ${at(usable, 50).toFixed(0)} ms, longest ${at(usable, 100).toFixed(0)} ms; programs ${(bytes / 1024).toFixed(0)} KB`);
  expect(bytes).toBeLessThan(400 * 1024);
});
