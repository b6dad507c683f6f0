// (d) A unit that will not rectify: its refusal on record, the project terminated, and what was
// prepaid coming back in parts.
import { expect, test } from "@playwright/test";
import { act, refused } from "../yufang";
import { Journey } from "./journey";

const NAME = "突泉县冷库作业人员工伤预防能力提升项目";

test("a unit refuses to rectify; the project is terminated and what was prepaid comes back", async ({ browser }) => {
  test.setTimeout(240_000);
  const one = await Journey.of(browser, "152200", NAME, "152200-q4");
  await one.enter();
  await one.acknowledged("评估验收报告");
  await one.served();
  await one.unitStep("answer_rectification", { kind: "REFUSAL", text: "本单位人员已调离，不再整改。" }, "书面拒绝整改");
  await one.step("jb", "record_refusal", { reason: "单位书面答复不再整改。" }, "拒不整改");

  // All that was prepaid is owed then, whatever was done for it (R101).
  await one.step("fh", "terminate_project", { reason: "拒不整改，终止项目并追究责任。" }, "终止项目", "终止");
  await expect(one.unit.locator("#claims")).toContainText("51,216.00");
  await act(await one.as("zf"), "record_recovery", { "draft[amount]": "30000", "draft[voucher]": "2026-收-2201" });
  await expect(one.unit.locator("#claims")).toContainText("21,216.00");
  await refused(await one.as("zf"), "record_recovery", { "draft[amount]": "21216.01", "draft[voucher]": "2026-收-2202" }, "21,216.00");
  await one.step("zf", "record_recovery", { "draft[amount]": "21216", "draft[voucher]": "2026-收-2202" }, "21,216.00 元");
  await expect(one.unit.locator("#claims")).toContainText("已追回");

  expect(await one.ledger()).toEqual(["预付款 51,216.00 51,216.00", "追回 -30,000.00 21,216.00", "追回 -21,216.00 0.00"]);
  expect(await one.deadlines()).toEqual([
    ...["备案 按期", "备案 按期", "备案 按期", "实施 按期", "整改 取消", "整改 取消"],
    ...["确定 按期", "进度 按期", "进度 按期", "进度 按期", "验收 按期"],
  ]);
  const story = await one.story();
  for (const told of ["拒不整改", "终止项目", "51,216.00"]) expect(story).toContain(told);
  await one.hidden("150200-jb", "突泉县冷库作业人员");
});
