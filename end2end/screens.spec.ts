// The screens as people meet them: in both widths and both schemes, nothing wider than the window,
// nothing that axe objects to (contrast included), nothing in the console. With PICTURES=1 each is kept.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { SCREENS } from "./screens";
import { alive, signIn } from "./yufang";

for (const screen of SCREENS) {
  for (const width of [1440, 390]) {
    for (const scheme of ["light", "dark"] as const) {
      test(`${screen.name} ${width} ${scheme}`, async ({ browser }) => {
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
        const page = await context.newPage();
        const said: string[] = [];
        page.on("console", (message) => message.type() === "error" && said.push(message.text()));
        page.on("pageerror", (error) => said.push(error.message));
        if (screen.login) await signIn(page, screen.login);
        await page.goto(await screen.path(page));
        if (screen.login) await alive(page);
        await expect(page.getByTestId("demo").first()).toBeVisible();
        if (process.env.PICTURES) {
          const path = `pictures/${screen.name}-${width}-${scheme}.png`;
          await page.screenshot({ path, fullPage: true });
        }
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wider, "wider than the window").toBeLessThanOrEqual(0);
        const axe = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
        expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" | ")}`)).toEqual([]);
        expect(said).toEqual([]);
        await context.close();
      });
    }
  }
}
