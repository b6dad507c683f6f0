// What one person of the region enters and another publishes, beside the calendar: a city's own rule, and what
// a training may cost. Whoever it concerns sees it, nobody else.
import { expect, test } from "@playwright/test";
import { act, alive, NEXT_YEAR, person, refused } from "./yufang";

test("a city's own term is published by two persons and is that city's alone", async ({ browser }) => {
  const first = await person(browser, "region-rs2");
  await first.goto("/local-rules");
  await alive(first);
  const form = { "draft[tenant]": "150600", "draft[rule]": "FILING", "draft[basis]": "联席会议纪要〔2026〕5号（演练）" };
  await refused(first, "propose_local_rule", { ...form, "draft[value]": "45" }, "“项目备案期限”应填写 1 至 30 之间的整数");
  await act(first, "propose_local_rule", { "draft[value]": "8" });
  const own = first.getByTestId("local-rule-draft");
  await expect(own).toContainText("由 10 个工作日 改为 8 个工作日");
  await expect(own).toContainText("须由自治区人社部门另一人核对后公布");
  await expect(own.getByTestId("action-publish_local_rule")).toHaveCount(0);

  const second = await person(browser, "region-rs");
  await second.goto("/local-rules");
  await alive(second);
  await act(second, "publish_local_rule");
  await expect(second.getByTestId("local-rule-draft")).toHaveCount(0);
  await expect(second.getByTestId("local-rules").locator("tr", { hasText: "鄂尔多斯市" }).locator("strong")).toHaveText("8");

  for (const [city, days, said] of [["150600", "8 个工作日", "本盟市规定"], ["150200", "10 个工作日", "通用规定"]]) {
    const clerk = await person(browser, `${city}-jb`);
    await clerk.goto("/local-rules");
    const line = clerk.getByTestId("local-rules").locator("tr", { hasText: "项目备案期限" });
    await expect(line).toContainText(days);
    await expect(line).toContainText(said);
    await clerk.context().close();
  }
  for (const page of [first, second]) await page.context().close();
});

test("a training-fee standard is compared and published, and waits for its day", async ({ browser }) => {
  const first = await person(browser, "region-rs2");
  await first.goto("/standards");
  await alive(first);
  const from = `${NEXT_YEAR}-01-01`;
  const head = { "draft[name]": "内蒙古自治区培训费管理办法（演练）", "draft[document]": "内财行〔2026〕9号（演练）", "draft[from]": from };
  await refused(first, "propose_standard", { ...head, "draft[figures][three_meals]": "一百五" }, "“三类培训伙食费”应填写");
  await act(first, "propose_standard", { "draft[figures][three_meals]": "150.50" });
  await expect(first.getByTestId("standard-draft")).toContainText("须由自治区人社部门另一人核对后公布");

  const second = await person(browser, "region-rs");
  await second.goto("/standards");
  await alive(second);
  const change = second.getByTestId("standard-changes").locator("tr", { hasText: "三类培训伙食费" });
  await expect(change).toContainText("130 元/人天");
  await expect(change).toContainText("150.5 元/人天");
  await act(second, "publish_standard");
  await expect(second.getByTestId("standard-draft")).toHaveCount(0);

  const unit = await person(browser, "ordos-coal");
  await unit.goto("/standards");
  await expect(unit.getByTestId("other-standards")).toContainText(`待施行 自 ${NEXT_YEAR}年1月1日 起施行`);
  await expect(unit.getByTestId("standard")).toContainText("财行〔2016〕540号");
  for (const page of [first, second, unit]) await page.context().close();
});
