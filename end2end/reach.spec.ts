// Where sockets are blocked the page polls and shows the same; where there is no JavaScript the forms work.
import { expect, test } from "@playwright/test";
import { act, alive, drafting, NEXT_YEAR, signIn } from "./yufang";

test("with sockets blocked the dashboard polls and still follows", async ({ browser }) => {
  const { page: clerk } = await drafting(browser);
  const region = await (await browser.newContext()).newPage();
  await region.routeWebSocket("**/live", (socket) => socket.close());
  await signIn(region, "region-rs");
  await expect(region.getByTestId("sync")).toContainText("轮询", { timeout: 15_000 });
  await alive(clerk);
  await act(clerk, "compile_fee_plan", { amount: "123456.78" });
  await expect(region.getByTestId("feed").locator("li").first()).toContainText("123,456.78", { timeout: 15_000 });
});

test("without JavaScript a form is refused with its sentence, keeps its page, and then works", async ({ browser }) => {
  const { page: scripted, city } = await drafting(browser);
  await scripted.context().close();
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await signIn(page, `${city}-jb`);
  await page.goto(`/city?year=${NEXT_YEAR}`);
  const form = page.getByTestId("action-compile_fee_plan");
  await form.locator("[name=amount]").fill("十万");
  await form.locator("button").click();
  await expect(page.getByTestId("refusal")).toContainText("金额格式不正确");
  await page.goto(`/city?year=${NEXT_YEAR}`);
  await page.getByTestId("action-compile_fee_plan").locator("[name=amount]").fill("234567.89");
  await page.getByTestId("action-compile_fee_plan").locator("button").click();
  await expect(page.getByTestId("fee-plan")).toContainText("234,567.89");
});
