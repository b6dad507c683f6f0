// One project from 已备案 to 已办结, with a failed acceptance in between. The region's dashboard and
// the unit's tracker stay open the whole time and are never reloaded; a fourth person, of another
// city, does not even learn that the project exists.
import { expect, test, type Page } from "@playwright/test";
import { act, alive, person, refused, signIn } from "./yufang";

const PROJECT = "井工煤矿班组长与新入矿职工工伤预防能力提升项目";
const UNIT = "内蒙古演示安全技术服务有限公司";
/** The unit's code as its own page shows it nowhere: it is the demo's, fixed by its number. */
const CODE = "91150000DEM009000J";

test.describe.configure({ mode: "serial" });

test("a project goes from filed to closed, and everybody sees each step by itself", async ({ browser }) => {
  test.setTimeout(240_000);
  const region = await person(browser, "region-rs");
  const unit = await person(browser, "anquan");
  const agency = await person(browser, "150600-jb");
  await alive(region);
  await alive(unit);

  await agency.goto(`/projects?q=${encodeURIComponent("井工煤矿班组长与新入矿")}`);
  const link = agency.getByRole("link", { name: PROJECT });
  const path = (await link.first().getAttribute("href"))!;
  const id = path.split("/").pop()!;

  // The newest line: an older one of the same wording must not pass for it.
  const feed = region.getByTestId("feed").locator("li").first();
  const card = unit.getByTestId(`tracked-${id}`);
  await expect(card).toHaveCount(0);

  /** Somebody of the agency or a department does something; both others must show it. */
  const step = async (login: string, code: string, fields: Record<string, string | boolean>, told: string, shown?: string) => {
    await signIn(agency, login);
    await agency.goto(path);
    await alive(agency);
    await act(agency, code, fields);
    await expect(feed).toContainText(told);
    if (shown) await expect(card).toContainText(shown);
  };
  /** The unit does something on its own open page; agency and region must show it. */
  const unitPage = await unit.context().newPage();
  const unitStep = async (code: string, fields: Record<string, string | boolean>, told: string, state: string) => {
    await act(unitPage, code, fields);
    await expect(feed).toContainText(told);
    await expect(agency.getByTestId("history")).toContainText(told);
    await expect(card).toContainText(state);
  };

  // Budget, unit, agreement.
  await step("150600-jb", "compile_budget", { amount: "205000" }, "编列 2026 年度预算 205,000.00 元");
  await step("150600-cz", "approve_budget", {}, "批复项目预算 205,000.00 元");
  await signIn(agency, "ordos-coal");
  await agency.goto(path);
  await alive(agency);
  await refused(agency, "select_unit", choice("91350100M000100Y44"), "统一社会信用代码有误");
  await expect(agency.locator('[name="draft[candidates][0][name]"]')).toHaveValue(UNIT);
  await refused(agency, "select_unit", { ...choice(CODE), "draft[winner]": "1" }, "不是得分最高");
  await act(agency, "select_unit", choice(CODE));
  await expect(feed).toContainText(`选定实施单位：${UNIT}`);
  await expect(card).toContainText("已选定单位");
  await step("150600-jb", "draft_agreement", { "draft[amount]": "205000", "draft[prepay]": "42" }, "起草服务协议，金额 205,000.00 元");
  await step("150600-fh", "check_agreement", {}, "审核通过服务协议", "签署");
  await step("150600-fh", "sign_agreement", { electronic: "各方约定使用可靠电子印章" }, "工伤保险经办机构签署服务协议（1/3）");
  await step("ordos-coal", "sign_agreement", { electronic: "各方约定使用可靠电子印章" }, "项目提出单位签署服务协议（2/3）");
  await unitPage.goto(path);
  await alive(unitPage);
  await act(unitPage, "sign_agreement", { electronic: "各方约定使用可靠电子印章" });
  await expect(feed).toContainText("项目实施单位签署服务协议（3/3）");
  await step("150600-jb", "file_agreement", {}, "将服务协议报送四个成员单位备案");
  let count = 0;
  for (const login of ["150600-rs", "150600-cz", "150600-wj", "150600-yj"]) {
    count += 1;
    await step(login, "acknowledge_filing", {}, `签收服务协议备案（${count}/4）`);
  }
  await expect(unitPage.getByTestId("project-state")).toContainText("协议生效");

  // The account money goes to: the unit's own, confirmed by the agency's second person.
  const account = { "draft[bank]": "中国演示银行鄂尔多斯东胜支行", "draft[number]": "0000202611260117" };
  await refused(unitPage, "give_account", { ...account, "draft[name]": "鄂尔多斯市煤炭行业协会" }, UNIT);
  await act(unitPage, "give_account", { ...account, "draft[name]": UNIT });
  await expect(agency.getByTestId("history")).toContainText("登记收款账户");
  await step("150600-fh", "confirm_account", {}, "确认收款账户");

  // Prepayment: asked for by the unit, then three different persons.
  await refused(unitPage, "request_prepayment", { amount: "61499.99" }, "30% 至 70%");
  await unitStep("request_prepayment", { amount: "86100" }, "申请预付款 86,100.00 元", "86,100.00");
  await step("150600-jb", "check_payment", {}, "审核预付款 86,100.00 元");
  await step("150600-fh", "approve_payment", {}, "复核预付款 86,100.00 元");
  const before = await number(region, "fig-prepaid");
  await step("150600-zf", "pay", { voucher: "2026-预-0117" }, "支付预付款 86,100.00 元");
  await expect.poll(async () => (await number(region, "fig-prepaid")) - before).toBeCloseTo(8.61, 2);
  await expect(unitPage.getByTestId("prepaid")).toContainText("86,100.00");

  // Work and a failed acceptance.
  await unitStep("record_rules", { text: "专人负责，专账核算，签到、影像和考核同步归档。" }, "登记项目管理制度", "协议生效");
  await unitStep("start_project", {}, "开始实施项目", "实施中");
  await unitStep("keep_archive", archive(), "登记实施档案", "实施中");
  await unitStep("complete_project", { archive_complete: true }, "报告项目实施完成", "实施完成");
  await unitStep("apply_acceptance", { organiser: "AGENCY" }, "申请验收", "验收");
  await step("150600-jb", "receive_acceptance", {}, "受理验收申请，评估验收最迟");
  const evaluators = { "who[chosen][expert-1]": true, "who[payer]": "applicant" };
  await step("150600-jb", "appoint_evaluators", evaluators, "聘请评估人");
  await step("expert-1", "declare_conflict", { conflict: "no" }, "申报与项目提出单位、实施单位无利害关系");
  await step("expert-1", "submit_report", await report(agency, path, "fail"), "出具评估验收报告：不合格", "不合格");
  await step("150600-jb", "serve_report", {}, "不合格报告送达实施单位签收", "整改");
  await expect(unitPage.locator("#deadlines")).toContainText("尚未签收");
  await unitStep("acknowledge_report", {}, "签收不合格报告，整改最迟", "整改");
  await expect(unitPage.locator("#deadlines")).not.toContainText("尚未签收");
  await expect(region.getByTestId("step-RECTIFYING")).toBeVisible();
  await unitStep("submit_rectification", { text: "已补交第四期签到表和对照数据。" }, "提交整改材料，复验最迟", "复验");
  await step("expert-1", "submit_report", await report(agency, path, "pass"), "出具复验报告：合格", "验收合格");

  // Balance.
  await step("150600-jb", "check_payment", {}, "审核尾款 118,900.00 元");
  await step("150600-fh", "approve_payment", {}, "复核尾款 118,900.00 元");
  await step("150600-zf", "pay", { voucher: "2026-尾-0118" }, "支付尾款 118,900.00 元", "已办结");
  await expect(unitPage.getByTestId("project-state")).toContainText("已办结");
  await expect(unitPage.getByTestId("balance-paid")).toContainText("118,900.00");

  // Another city.
  const baotou = await person(browser, "150200-jb");
  const answer = await baotou.goto(path);
  expect(answer!.status()).toBe(404);
  await expect(baotou.locator("body")).not.toContainText("井工煤矿班组长");
});

/** A figure of the dashboard, in its own unit. */
async function number(page: Page, id: string): Promise<number> {
  const text = await page.getByTestId(id).first().innerText();
  return Number(text.replace(/[^0-9.]/g, " ").trim().split(/\s+/)[0]);
}

/** A selection among three, won by the unit. Two of them are known from the demo's own selections. */
function choice(code: string): Record<string, string> {
  const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
  return {
    "draft[method]": "INQUIRY",
    "draft[notice]": "向三家培训机构发出邀请函和需求书。",
    "draft[noticed_on]": today,
    "draft[candidates][0][credit_code]": code,
    "draft[candidates][0][name]": UNIT,
    "draft[candidates][0][score]": "92.5",
    "draft[candidates][1][credit_code]": "91150000DEM009019F",
    "draft[candidates][1][name]": "内蒙古演示职业培训学校",
    "draft[candidates][1][score]": "88",
    "draft[candidates][2][credit_code]": "91150000DEM009027A",
    "draft[candidates][2][name]": "内蒙古演示职业卫生技术有限公司",
    "draft[candidates][2][score]": "81.5",
    "draft[winner]": "0",
    "draft[result]": "综合评分最高，推荐中选。",
    "draft[awarded_on]": today,
  };
}

/** All ten parts of the archive: there, but for changes and quarterly reports that did not happen. */
function archive(): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let index = 0; index < 10; index += 1) fields[`archive[items][${index}][mark]`] = index < 8 ? "PRESENT" : "NOT_APPLICABLE";
  fields["archive[items][8][note]"] = "实施过程中没有变更。";
  fields["archive[items][9][note]"] = "实施周期未跨季度。";
  return fields;
}

/** A report on every goal the form asks for. */
async function report(page: Page, path: string, conclusion: "pass" | "fail"): Promise<Record<string, string>> {
  await signIn(page, "expert-1");
  await page.goto(path);
  const goals = await page.locator('[data-testid="action-submit_report"] input[name$="[no]"]').count();
  const fields: Record<string, string> = {
    "report[findings]": "按方案完成六期培训，现场抽查记录完整。",
    "report[budget_execution]": "支出与预算一致，票据齐全。",
    "report[conclusion]": conclusion,
  };
  for (let index = 0; index < goals; index += 1) {
    fields[`report[results][${index}][measured]`] = "96.4%";
    fields[`report[results][${index}][achieved]`] = conclusion === "fail" && index === 0 ? "no" : "yes";
  }
  if (conclusion === "fail") fields["report[defects]"] = "档案缺第四期签到表；同口径工伤件数未提供对照数据。";
  return fields;
}
