// (a) An enterprise that carries its own project out: two parties, the prepayment in two instalments,
// passed at once.
import { expect, test } from "@playwright/test";
import { refused } from "../yufang";
import { checked, figure, Journey } from "./journey";

const NAME = "开鲁县输煤与锅炉岗位人员工伤预防实操培训项目";
const UNIT = "通辽市演示电力集团有限公司";

test("an enterprise does it itself, is prepaid in two parts and passes at once", async ({ browser }) => {
  test.setTimeout(240_000);
  const one = await Journey.of(browser, "150500", NAME, "150500-q3");

  // Two parties, and no third to choose.
  await one.step("jb", "draft_agreement", { "draft[amount]": "205000", "draft[prepay]": "50" }, "起草服务协议，金额 205,000.00 元");
  await one.step("fh", "check_agreement", {}, "审核通过服务协议", "已签 0/2");
  // R067: on the day of signing the six conditions of the unit are looked at, of an implementer of its own too.
  await checked(await one.as("jb"), one.path);
  await one.step("fh", "sign_agreement", { electronic: "双方约定使用可靠电子印章" }, "工伤保险经办机构签署服务协议（1/2）");
  await one.enter();
  await one.unitStep("sign_agreement", { electronic: "双方约定使用可靠电子印章" }, "签署服务协议（2/2）");
  await one.step("jb", "file_agreement", {}, "将服务协议报送四个成员单位备案");
  await one.acknowledged("服务协议");
  await one.account(UNIT, "中国演示银行开鲁县支行");

  // 50 % agreed: the first part alone must reach 30 %, both together may not pass what was agreed.
  const before = await figure(one.region, "fig-prepaid");
  await refused(one.unit, "request_prepayment", { amount: "61499.99" }, "30% 至 70%");
  await one.unitStep("request_prepayment", { amount: "70000" }, "申请预付款 70,000.00 元", "70,000.00");
  await one.paid("预付款", "70,000.00", "2026-预-0501");
  await refused(one.unit, "request_prepayment", { amount: "73500.01" }, "70%");
  await one.unitStep("request_prepayment", { amount: "32500" }, "申请预付款 32,500.00 元");
  await one.paid("预付款", "32,500.00", "2026-预-0502");
  await expect(one.unit.getByTestId("prepaid")).toContainText("102,500.00");
  await expect.poll(async () => (await figure(one.region, "fig-prepaid")) - before).toBeCloseTo(10.25, 1);

  await one.worked("expert-3");
  await one.reported("expert-3", true, "出具评估验收报告：合格", "验收合格");
  await one.acknowledged("评估验收报告");
  await one.paid("尾款", "102,500.00", "2026-尾-0503", "已办结");
  await expect(one.unit.getByTestId("project-state")).toContainText("已办结");

  expect(await one.ledger()).toEqual(["预付款 70,000.00 70,000.00", "预付款 32,500.00 102,500.00", "尾款 102,500.00 205,000.00"]);
  expect(await one.deadlines()).toEqual(["备案 按期", "备案 按期", "备案 按期", "实施 按期", "确定 按期", "进度 按期", "验收 按期"]);
  const story = await one.story();
  for (const told of ["支付预付款 70,000.00 元", "支付预付款 32,500.00 元", "出具评估验收报告：合格", "支付尾款 102,500.00 元"]) expect(story).toContain(told);
  await one.hidden("150200-jb", "开鲁县输煤与锅炉岗位人员");
});
