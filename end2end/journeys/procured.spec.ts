// (c) A public project, procured: failed twice, deducted below what was prepaid, so the unit owes;
// the ban that follows is heard, decided, and felt in another city.
import { expect, test, type Page } from "@playwright/test";
import { act, alive, person, refused, signIn } from "../yufang";
import { checked, choice, figure, Journey, today } from "./journey";

const NAME = "乌拉特后旗中小微企业塔吊与信号工工伤预防公益培训项目";
const UNIT = "内蒙古演示交通安全教育有限公司";
const LOGIN = "jiaotong";
const CANDIDATES: [string, string, string][] = [
  ["", UNIT, "91"],
  ["91150000DEM009019F", "内蒙古演示职业培训学校", "87.5"],
  ["91150000DEM009027A", "内蒙古演示职业卫生技术有限公司", "80"],
];

test("a procured unit fails twice, owes money, is banned, and is refused in another city", async ({ browser }) => {
  test.setTimeout(300_000);
  const one = await Journey.of(browser, "150800", NAME, LOGIN);
  CANDIDATES[0][0] = await codeOf(one.agency, UNIT);

  // R070: the procurement with its notice, candidates and result; two parties sign.
  const procured = choice("OPEN_TENDER", "在内蒙古自治区政府采购网发布公开招标公告。", CANDIDATES);
  await refused(await one.as("jb"), "select_unit", procured, "尚未核验六项条件");
  await checked(one.agency, `/institutions?q=${encodeURIComponent(UNIT)}`);
  await one.step("jb", "select_unit", procured, `选定实施单位：${UNIT}`, "已选定单位");
  await one.step("jb", "draft_agreement", { "draft[amount]": "205000", "draft[prepay]": "70" }, "起草服务协议，金额 205,000.00 元");
  await one.step("fh", "check_agreement", {}, "审核通过服务协议", "签署");
  await one.step("fh", "sign_agreement", { electronic: "双方约定使用可靠电子印章" }, "工伤保险经办机构签署服务协议（1/2）");
  await one.enter();
  await one.unitStep("sign_agreement", { electronic: "双方约定使用可靠电子印章" }, "签署服务协议（2/2）");
  await one.step("jb", "file_agreement", {}, "将服务协议报送四个成员单位备案");
  await one.acknowledged("服务协议");
  await one.account(UNIT, "中国演示银行临河支行");
  const before = await figure(one.region, "fig-prepaid");
  await one.unitStep("request_prepayment", { amount: "143500" }, "申请预付款 143,500.00 元", "143,500.00");
  await one.paid("预付款", "143,500.00", "2026-预-0801");
  await expect.poll(async () => (await figure(one.region, "fig-prepaid")) - before).toBeCloseTo(14.35, 1);

  // Two failures, and no third round.
  await one.worked("expert-4", "agency_admin");
  await one.reported("expert-4", false, "出具评估验收报告：不合格", "不合格");
  await one.acknowledged("评估验收报告");
  await one.served();
  await one.unitStep("submit_rectification", { text: "已补交第四期签到表和对照数据。" }, "提交整改材料，复验最迟", "复验");
  await one.reported("expert-4", false, "出具复验报告：不合格", "不合格");
  await one.acknowledged("评估验收报告");
  await expect(one.unit.getByTestId("action-submit_rectification")).toHaveCount(0);

  // Deducted below what was prepaid.
  const page = await one.as("fh");
  const disposition = { kind: "DEDUCT", reason: "两期培训未达到协议约定的人数和合格率。" };
  await refused(page, "decide_disposition", { ...disposition, amount: "205000.01" }, "205,000.00");
  await one.step("fh", "decide_disposition", { ...disposition, amount: "82000" }, "决定扣减 82,000.00 元", "不合格结案");
  await expect(one.unit.locator("#claims")).toContainText("20,500.00");
  const recovered = { "draft[amount]": "8500", "draft[voucher]": "2026-收-0802" };
  await one.step("zf", "record_recovery", recovered, "8,500.00 元");
  await one.step("zf", "record_recovery", { "draft[amount]": "12000", "draft[voucher]": "2026-收-0803" }, "12,000.00 元");
  await expect(one.unit.locator("#claims")).toContainText("已追回");

  // The ban: proposed by the program, heard, decided; then in force everywhere.
  const neighbour = await person(browser, "150900-jb");
  await neighbour.goto("/bans");
  await alive(neighbour);
  await expect(neighbour.locator("main")).not.toContainText(UNIT);
  await one.tracker.goto("/my");
  await alive(one.tracker);
  await act(one.tracker, "state_case", { text: "两期培训因极端天气减员，请予从轻。" });
  await signIn(one.agency, "150800-rs");
  await one.agency.goto("/bans");
  await alive(one.agency);
  const decision = { "decision[decision_no]": "巴人社禁〔2026〕3号", "decision[effective]": today(), "decision[reason]": "两次验收不合格，申辩理由不成立。" };
  await act(one.agency, "decide_ban", decision);
  await expect(neighbour.locator("main")).toContainText(UNIT);

  const chooser = await person(browser, "150900-xh");
  const elsewhere = await Journey.find(chooser, "电炉作业人员工伤预防实操培训项目", "BUDGETED");
  await chooser.goto(elsewhere);
  await alive(chooser);
  await refused(chooser, "select_unit", choice("INQUIRY", "向三家培训机构发出邀请函和需求书。", CANDIDATES), "禁入");
  await expect(chooser.locator('[name="draft[candidates][0][name]"]')).toHaveValue(UNIT);
  const anybody = await browser.newPage();
  await anybody.goto("/public/bans");
  await expect(anybody.locator("main")).toContainText(UNIT);
  await expect(anybody.locator("main")).not.toContainText("申辩理由不成立");

  expect(await one.ledger()).toEqual(["预付款 143,500.00 143,500.00", "追回 -8,500.00 135,000.00", "追回 -12,000.00 123,000.00"]);
  // The clock that assumed the fifth working day gave way to the receipt's.
  expect(await one.deadlines()).toEqual([
    ...["备案 按期", "备案 按期", "备案 按期", "备案 按期", "复验 按期"],
    ...["实施 按期", "整改 取消", "整改 按期", "确定 按期", "进度 按期", "验收 按期"],
  ]);
  const story = await one.story();
  for (const told of ["出具评估验收报告：不合格", "出具复验报告：不合格", "决定扣减 82,000.00 元", "20,500.00"]) expect(story).toContain(told);
});

/** The credit code of an institution, as the register shows it. */
async function codeOf(page: Page, name: string): Promise<string> {
  await page.goto(`/institutions?q=${encodeURIComponent(name)}`);
  return (await page.locator("main").innerText()).match(/[0-9A-Z]{18}/)![0];
}
