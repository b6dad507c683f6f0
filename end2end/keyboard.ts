// How a keyboard goes through a page: on every screen Tab reaches whatever can be operated, in the order of
// the page, one sees where one is, and one gets out again.
import { expect, type Page } from "@playwright/test";

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

/** Tabs through the whole page. */
export async function tabThrough(page: Page): Promise<void> {
  const count = await numbered(page);
  const reached = new Set<number>();
  const hidden: string[] = [];
  let last = -1;
  // More presses than there are stops: a date alone takes four, and a page that changes meanwhile may add one.
  for (let press = 0; press < 2 * count + 10; press += 1) {
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
}

/** Tabs on until the keyboard stands in the field. */
export async function into(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 200; press += 1) {
    if ((await page.evaluate(() => document.activeElement?.getAttribute("name"))) === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard never came to ${name}`);
}
