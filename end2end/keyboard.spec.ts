// A whole deed, from signing in, without a mouse. That Tab reaches everything on each screen, screens.spec sees.
import { expect, test } from "@playwright/test";
import { into } from "./keyboard";
import { alive, drafting, NEXT_YEAR, PASSWORD } from "./yufang";

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
