// The screens as people meet them: in both widths and both schemes, nothing wider than the window,
// nothing that axe objects to (contrast included), nothing in the console; by keyboard alone; and on A4,
// nothing cut off. With PICTURES=1 each is kept.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type BrowserContext } from "@playwright/test";
import { tabThrough } from "./keyboard";
import { SCREENS } from "./screens";
import { alive, signIn } from "./yufang";

/** What is left of the width of A4 between margins of 10 mm, in CSS pixels. */
const PAPER = 718;

/** Who has signed in once need not do so for each of their screens. */
const signedIn = new Map<string, Awaited<ReturnType<BrowserContext["storageState"]>>>();

for (const screen of SCREENS) {
  test(screen.name, async ({ browser }) => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: "light",
      storageState: signedIn.get(screen.login),
    });
    const page = await context.newPage();
    const said: string[] = [];
    page.on("console", (message) => message.type() === "error" && said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    if (screen.login && !signedIn.has(screen.login)) {
      await signIn(page, screen.login);
      signedIn.set(screen.login, await context.storageState());
    }
    await page.goto(await screen.path(page));
    if (screen.login) await alive(page);
    await expect(page.getByTestId("demo").first()).toBeVisible();
    await tabThrough(page);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        if (process.env.PICTURES) {
          const path = `pictures/${screen.name}-${width}-${colorScheme}.png`;
          await page.screenshot({ path, fullPage: true });
        }
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect.soft(wider, `${width} ${colorScheme}: wider than the window`).toBeLessThanOrEqual(0);
        const axe = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
        const faults = axe.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
        expect.soft(faults, `${width} ${colorScheme}`).toEqual([]);
      }
    }
    await page.setViewportSize({ width: PAPER, height: 1000 });
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    if (process.env.PICTURES) await page.screenshot({ path: `pictures/${screen.name}-print.png`, fullPage: true });
    const cut = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect.soft(cut, "wider than the paper").toBeLessThanOrEqual(0);
    expect(said).toEqual([]);
    await context.close();
  });
}
