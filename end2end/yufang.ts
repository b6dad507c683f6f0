// What every journey needs: signing in, doing an action of a page, following another page.
import { expect, type Browser, type BrowserContext, type Locator, type Page } from "@playwright/test";

export const PASSWORD = "yufang2026";

/** Where mail.spec listens as the mail server; nobody does while the others run. */
export const MAIL_PORT = 3103;

/** The year whose projects and fee plans are being made. */
export const NEXT_YEAR = new Date().getFullYear() + 1;

/** A browser of its own, signed in. */
export async function person(browser: Browser, login: string): Promise<Page> {
  const context: BrowserContext = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, login);
  return page;
}

export async function signIn(page: Page, login: string): Promise<void> {
  await page.context().clearCookies();
  await page.goto("/login");
  const form = page.getByTestId("login-form");
  await form.locator("[name=login]").fill(login);
  await form.locator("[name=password]").fill(PASSWORD);
  await form.getByRole("button").click();
  await expect(page).not.toHaveURL(/\/login/);
  // Whoever leaves a page while it is still being read leaves half of it to the program that takes it over.
  await page.waitForLoadState();
}

/** The page is alive: taken over by the program and fed by the socket. */
export async function alive(page: Page): Promise<void> {
  await expect(page.getByTestId("sync")).toContainText("已同步");
}

/** Fills and sends the form of an action; the server must have said yes. */
export async function act(page: Page, code: string, fields: Record<string, string | boolean> = {}): Promise<void> {
  const form = page.getByTestId(`action-${code}`).first();
  await fill(form, fields);
  const answer = page.waitForResponse((response) => response.url().endsWith(`/api/${code}`));
  await form.locator("button").last().click();
  const response = await answer;
  expect(response.ok(), `${code}: ${response.status()} ${response.ok() ? "" : await response.text()}`).toBe(true);
}

/** Fills and sends a form that the server must refuse, with this sentence shown. */
export async function refused(page: Page, code: string, fields: Record<string, string | boolean>, sentence: string) {
  const form = page.getByTestId(`action-${code}`).first();
  await fill(form, fields);
  await form.locator("button").last().click();
  await expect(form.getByTestId("refusal")).toContainText(sentence);
}

async function fill(form: Locator, fields: Record<string, string | boolean>): Promise<void> {
  await form.waitFor({ state: "attached" });
  await form.evaluate((element) => {
    for (let box = element.closest("details"); box; box = box.parentElement?.closest("details") ?? null) box.open = true;
  });
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`);
    if (typeof value === "boolean") await field.setChecked(value);
    else if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
}

/** The twelve, the one the demo tells most of first. */
export const CITIES = ["150600", "150100", "150200", "150300", "150400", "150500", "150700", "150800", "150900", "152200", "152500", "152900"];

/** A city whose next fee plan is still a draft, as the demo has some. */
export async function drafting(browser: Browser) {
  for (const city of CITIES) {
    const page = await person(browser, `${city}-jb`);
    await page.goto(`/city?year=${NEXT_YEAR}`);
    if ((await page.getByTestId("action-compile_fee_plan").count()) > 0) return { page, city };
    await page.context().close();
  }
  throw new Error("no city is drafting");
}
