// The unit's steps on a machine where no script runs: every form goes the long way round, a refusal
// comes back with its sentence and with what was typed.
import { expect, test } from "@playwright/test";
import { PASSWORD } from "./yufang";

test("a unit rectifies, writes to the agency and looks at its projects without JavaScript", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/login");
  const login = page.getByTestId("login-form");
  await login.locator("[name=login]").fill("xuanjiao");
  await login.locator("[name=password]").fill(PASSWORD);
  await login.getByRole("button").click();
  await expect(page).toHaveURL(/\/my/);

  const card = page.locator('[data-testid^="tracked-"]').filter({ hasText: "伊金霍洛旗井下新入矿职工工伤预防能力提升项目" });
  await expect(card).toContainText("整改");
  await card.getByRole("link", { name: "提交整改材料" }).click();

  // Nothing written: the form's own check is a browser's, so it is the server that must say no.
  const form = page.getByTestId("action-submit_rectification").first();
  await form.evaluate((element) => ((element as HTMLFormElement).noValidate = true));
  await form.locator('[name="text"]').fill("   ");
  await form.locator("button").last().click();
  await expect(page.getByTestId("refusal").first()).toContainText("整改");
  await form.locator('[name="text"]').fill("已补交第四期签到表和对照数据，影像资料另附。");
  await form.locator("button").last().click();
  await expect(page.getByTestId("project-state")).toContainText("实施完成");
  await expect(page.getByTestId("history")).toContainText("提交整改材料");
  await expect(page.getByTestId("action-submit_rectification")).toHaveCount(0);

  const letter = page.getByTestId("action-send_message").first();
  await letter.locator('[name="text"]').fill("整改材料已提交，请安排复验。");
  await letter.locator("button").last().click();
  await expect(page.getByTestId("thread")).toContainText("整改材料已提交，请安排复验。");

  await page.goto("/my");
  await expect(card).toContainText("复验");
  await context.close();
});
