// (b) An enterprise commissions a third party: three parties, a failed acceptance put right, and the
// money paid to the last fen.
import { expect, test } from "@playwright/test";
import { refused } from "../yufang";
import { choice, figure, Journey } from "./journey";

const NAME = "井工煤矿班组长与新入矿职工工伤预防能力提升项目";
const UNIT = "内蒙古演示安全技术服务有限公司";
/** The unit and two others, known from the demo's own selections; the codes are fixed by their numbers. */
const CANDIDATES: [string, string, string][] = [
  ["91150000DEM009000J", UNIT, "92.5"],
  ["91150000DEM009019F", "内蒙古演示职业培训学校", "88"],
  ["91150000DEM009027A", "内蒙古演示职业卫生技术有限公司", "81.5"],
];
const SEAL = { electronic: "各方约定使用可靠电子印章" };

test("a commissioned unit fails, rectifies and passes, and everybody sees each step by itself", async ({ browser }) => {
  test.setTimeout(240_000);
  const one = await Journey.of(browser, "150600", NAME, "anquan");
  await expect(one.card).toHaveCount(0);

  // Budget, unit, agreement.
  await one.step("jb", "compile_budget", { amount: "205000" }, "编列 2026 年度预算 205,000.00 元");
  await one.step("cz", "approve_budget", {}, "批复项目预算 205,000.00 元");
  const chosen = choice("INQUIRY", "向三家培训机构发出邀请函和需求书。", CANDIDATES);
  const applicant = await one.as("ordos-coal");
  const wrong = choice("INQUIRY", "向三家培训机构发出邀请函和需求书。", [["91350100M000100Y44", UNIT, "92.5"], ...CANDIDATES.slice(1)]);
  await refused(applicant, "select_unit", wrong, "统一社会信用代码有误");
  await expect(applicant.locator('[name="draft[candidates][0][name]"]')).toHaveValue(UNIT);
  await refused(applicant, "select_unit", { ...chosen, "draft[winner]": "1" }, "不是得分最高");
  await one.step("ordos-coal", "select_unit", chosen, `选定实施单位：${UNIT}`, "已选定单位");
  await one.step("jb", "draft_agreement", { "draft[amount]": "205000", "draft[prepay]": "42" }, "起草服务协议，金额 205,000.00 元");
  await one.step("fh", "check_agreement", {}, "审核通过服务协议", "签署");
  await one.step("fh", "sign_agreement", SEAL, "工伤保险经办机构签署服务协议（1/3）");
  await one.step("ordos-coal", "sign_agreement", SEAL, "项目提出单位签署服务协议（2/3）");
  await one.enter();
  await one.unitStep("sign_agreement", SEAL, "项目实施单位签署服务协议（3/3）");
  await one.step("jb", "file_agreement", {}, "将服务协议报送四个成员单位备案");
  await one.acknowledged("服务协议");
  await expect(one.unit.getByTestId("project-state")).toContainText("协议生效");

  // The account money goes to is the unit's own.
  const account = { "draft[bank]": "中国演示银行鄂尔多斯东胜支行", "draft[number]": "0000202611260117" };
  await refused(one.unit, "give_account", { ...account, "draft[name]": "鄂尔多斯市煤炭行业协会" }, UNIT);
  await one.account(UNIT, "中国演示银行鄂尔多斯东胜支行");

  // Prepayment: asked for by the unit, then three different persons.
  await refused(one.unit, "request_prepayment", { amount: "61499.99" }, "30% 至 70%");
  await one.unitStep("request_prepayment", { amount: "86100" }, "申请预付款 86,100.00 元", "86,100.00");
  const before = await figure(one.region, "fig-prepaid");
  await one.paid("预付款", "86,100.00", "2026-预-0117");
  await expect.poll(async () => (await figure(one.region, "fig-prepaid")) - before).toBeCloseTo(8.61, 2);
  await expect(one.unit.getByTestId("prepaid")).toContainText("86,100.00");

  // Work and a failed acceptance.
  await one.worked("expert-1");
  await one.reported("expert-1", false, "出具评估验收报告：不合格", "不合格");
  await one.acknowledged("评估验收报告");
  await one.served();
  await expect(one.region.getByTestId("step-RECTIFYING")).toBeVisible();
  await one.unitStep("submit_rectification", { text: "已补交第四期签到表和对照数据。" }, "提交整改材料，复验最迟", "复验");
  await one.reported("expert-1", true, "出具复验报告：合格", "验收合格");
  await one.acknowledged("评估验收报告");
  await one.paid("尾款", "118,900.00", "2026-尾-0118", "已办结");
  await expect(one.unit.getByTestId("project-state")).toContainText("已办结");
  await expect(one.unit.getByTestId("balance-paid")).toContainText("118,900.00");

  expect(await one.ledger()).toEqual(["预付款 86,100.00 86,100.00", "尾款 118,900.00 205,000.00"]);
  // The clock that assumed the fifth working day gave way to the receipt's.
  expect(await one.deadlines()).toEqual([
    ...["备案 按期", "备案 按期", "备案 按期", "备案 按期", "复验 按期"],
    ...["实施 按期", "整改 取消", "整改 按期", "确定 按期", "进度 按期", "验收 按期"],
  ]);
  const story = await one.story();
  for (const told of ["出具评估验收报告：不合格", "提交整改材料", "出具复验报告：合格", "支付尾款 118,900.00 元"]) expect(story).toContain(told);
  await one.hidden("150200-jb", "井工煤矿班组长");
});
