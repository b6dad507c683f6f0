// By keyboard alone: on every screen Tab reaches whatever can be operated, in the order of the page, one
// sees where one is, and one gets out again; and a whole deed, from signing in, without a mouse.
import { expect, test, type Page } from "@playwright/test";
import { SCREENS } from "./screens";
import { alive, drafting, NEXT_YEAR, PASSWORD, signIn } from "./yufang";

/** Numbers what a keyboard must reach: visible, enabled; of a group of radio buttons any one. */
async function numbered(page: Page): Promise<number> {
  return page.evaluate(() => {
    const groups = new Map<string, string>();
    let count = 0;
    for (const element of document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary, [tabindex]")) {
      const control = element as HTMLInputElement;
      if (control.disabled || element.tabIndex < 0 || control.type === "hidden") continue;
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      if (control.type === "radio") {
        const group = `${control.form?.id ?? ""}/${control.name}`;
        const number = groups.get(group) ?? String(count++);
        groups.set(group, number);
        element.dataset.stop = number;
      } else element.dataset.stop = String(count++);
    }
    return count;
  });
}

interface Stop {
  number: number;
  seen: boolean;
  what: string;
}

/** Where the keyboard is, and whether one can see it. */
async function standing(page: Page): Promise<Stop | null> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (!element || element === document.body) return null;
    const look = getComputedStyle(element);
    const ringed = (style: CSSStyleDeclaration) => (style.outlineStyle !== "none" && style.outlineWidth !== "0px") || style.boxShadow !== "none";
    const box = element.getBoundingClientRect();
    const seen = box.bottom > 0 && box.top < innerHeight && box.width > 0;
    return {
      number: Number(element.dataset.stop ?? -1),
      seen: seen && (ringed(look) || (element.parentElement !== null && ringed(getComputedStyle(element.parentElement)))),
      what: `${element.tagName} ${element.getAttribute("name") ?? ""} ${(element.textContent ?? "").trim().slice(0, 30)}`,
    };
  });
}

for (const screen of SCREENS) {
  test(`${screen.name} by keyboard`, async ({ page }) => {
    if (screen.login) await signIn(page, screen.login);
    await page.goto(await screen.path(page));
    if (screen.login && screen.name !== "print") await alive(page);
    await page.waitForLoadState("networkidle").catch(() => undefined);
    const count = await numbered(page);
    const reached = new Set<number>();
    const hidden: string[] = [];
    let last = -1;
    // Some presses more than there are stops: a page that changes meanwhile may add one.
    for (let press = 0; press < count + 10; press += 1) {
      await page.keyboard.press("Tab");
      const stop = await standing(page);
      if (stop === null) {
        if (reached.size > 0) break;
        continue;
      }
      if (reached.has(stop.number) && stop.number >= 0 && stop.number < last) break;
      if (!stop.seen) hidden.push(stop.what);
      if (stop.number >= 0) expect(stop.number, `order at ${stop.what}`).toBeGreaterThanOrEqual(last);
      last = Math.max(last, stop.number);
      reached.add(stop.number);
    }
    const missed = await page.evaluate(
      (reached) =>
        [...document.querySelectorAll<HTMLElement>("[data-stop]")]
          .filter((element) => !reached.includes(Number(element.dataset.stop)) && element.checkVisibility({ visibilityProperty: true }))
          .map((element) => `${element.tagName} ${element.getAttribute("name") ?? ""} ${(element.textContent ?? "").trim().slice(0, 30)}`),
      [...reached],
    );
    expect(hidden, "stops one cannot see").toEqual([]);
    expect(missed, "never reached").toEqual([]);
  });
}

test("a fee plan from signing in, without a mouse", async ({ browser, page }) => {
  const { page: other, city } = await drafting(browser);
  await other.context().close();
  await page.goto("/login");
  await into(page, "login");
  await page.keyboard.type(`${city}-jb`);
  await into(page, "password");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(/\/login/);
  await page.goto(`/city?year=${NEXT_YEAR}`);
  await alive(page);
  await into(page, "amount");
  await page.keyboard.type("345678.9");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("fee-plan")).toContainText("345,678.90");
});

/** Tabs on until the keyboard stands in the field. */
async function into(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 200; press += 1) {
    if ((await page.evaluate(() => document.activeElement?.getAttribute("name"))) === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard never came to ${name}`);
}
