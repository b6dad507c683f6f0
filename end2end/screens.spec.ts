// The screens as people meet them: in both widths and both schemes, nothing wider than the window,
// nothing that axe objects to (contrast included), nothing in the console. With PICTURES=1 each is kept.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { alive, signIn } from "./yufang";

const YEAR = new Date().getFullYear() + 1;

const SCREENS: { name: string; login: string; path: (page: Page) => Promise<string> }[] = [
  { name: "login", login: "", path: async () => "/login" },
  { name: "region", login: "region-rs", path: async () => "/region" },
  { name: "city", login: "150600-jb", path: async () => "/city" },
  { name: "projects", login: "region-rs", path: async () => "/projects" },
  { name: "project", login: "150600-jb", path: rectifying },
  { name: "tracker", login: "anquan", path: async () => "/my" },
  { name: "figures", login: "150600-jb", path: async () => `/figures?year=${YEAR}` },
  { name: "upload", login: "150600-jb", path: (page) => first(page, `/figures?year=${YEAR}`, "/figures/uploads/") },
  { name: "analysis", login: "150600-jb", path: async () => `/analysis?year=${YEAR}` },
  { name: "areas", login: "150600-jb", path: async () => `/areas?year=${YEAR}` },
  { name: "public-areas", login: "", path: async () => "/public/areas" },
  { name: "apply", login: "ordos-coal", path: async () => "/apply" },
  { name: "application", login: "ordos-coal", path: (page) => first(page, "/apply", "/applications/") },
  { name: "print", login: "ordos-coal", path: printed },
  { name: "proposals", login: "150600-jb", path: async () => `/proposals?year=${YEAR}` },
  { name: "cap", login: "150600-cz", path: async () => `/cap?year=${YEAR}` },
  { name: "meetings", login: "150600-rs", path: async () => "/meetings" },
  { name: "meeting", login: "150600-wj", path: (page) => first(page, "/meetings", "/meetings/") },
  { name: "sessions", login: "150600-jb", path: async () => "/sessions" },
  { name: "institutions", login: "150600-jb", path: async () => "/institutions" },
  { name: "institution", login: "150600-jb", path: (page) => first(page, "/institutions", "/institutions/") },
  { name: "bans", login: "150300-rs", path: async () => "/bans" },
  { name: "public-bans", login: "", path: async () => "/public/bans" },
  { name: "templates", login: "150600-fh", path: async () => "/templates" },
  { name: "cases", login: "150300-rs", path: async () => "/cases" },
];

/** Screens that follow nothing. */
const STILL = ["sessions", "templates"];

/** A project in the middle of its story, whatever the demo calls it. */
async function rectifying(page: Page): Promise<string> {
  await page.goto("/projects?step=EVALUATING");
  const link = page.locator('a[href^="/projects/"]').first();
  return (await link.count()) > 0 ? (await link.getAttribute("href"))! : "/projects";
}

/** The first application of the unit, on paper. */
async function printed(page: Page): Promise<string> {
  const path = await first(page, "/apply", "/applications/");
  return path === "/apply" ? path : `${path}/print`;
}

/** The first link on a page that leads below a path; the page itself where there is none. */
async function first(page: Page, from: string, below: string): Promise<string> {
  await page.goto(from);
  const link = page.locator(`main a[href^="${below}"]`).first();
  return (await link.count()) > 0 ? (await link.getAttribute("href"))!.split("#")[0] : from;
}

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
        if (screen.login && !STILL.includes(screen.name)) await alive(page);
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
