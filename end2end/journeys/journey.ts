// The people around one project: who of the agency or a department acts, the unit on its own open
// page, and the region's dashboard, which stays open the whole time and is never reloaded.
import { expect, type Browser, type Page } from "@playwright/test";
import { act, alive, person, signIn } from "../yufang";

export type Fields = Record<string, string | boolean>;

export class Journey {
  private constructor(
    private readonly browser: Browser,
    readonly city: string,
    readonly path: string,
    readonly region: Page,
    readonly agency: Page,
    readonly unit: Page,
    readonly tracker: Page,
  ) {}

  /** Opens the project a city's agency finds by these words, for its unit to be. */
  static async of(browser: Browser, city: string, words: string, unit: string): Promise<Journey> {
    const [region, agency, tracker] = [await person(browser, "region-rs"), await person(browser, `${city}-jb`), await person(browser, unit)];
    await alive(region);
    await alive(tracker);
    const path = await Journey.find(agency, words);
    return new Journey(browser, city, path, region, agency, await tracker.context().newPage(), tracker);
  }

  /** The path of the project that somebody finds by these words of its name. */
  static async find(page: Page, words: string, state = ""): Promise<string> {
    await page.goto(`/projects?q=${encodeURIComponent(words)}&state=${state}`);
    return (await page.locator('main a[href^="/projects/"]').filter({ hasText: words }).first().getAttribute("href"))!;
  }

  get id(): string {
    return this.path.split("/").pop()!;
  }
  /** The newest line of the region: an older one of the same wording must not pass for it. */
  get feed() {
    return this.region.getByTestId("feed").locator("li").first();
  }
  /** The project among those of its unit. */
  get card() {
    return this.tracker.getByTestId(`tracked-${this.id}`);
  }

  /** Somebody opens the project: a post of the city by its end (`jb`), anybody else by the whole login. */
  async as(login: string): Promise<Page> {
    await signIn(this.agency, /^[a-z]{2}$/.test(login) ? `${this.city}-${login}` : login);
    await this.agency.goto(this.path);
    await alive(this.agency);
    return this.agency;
  }

  /** Somebody does something; the region must show it, and where it concerns the unit, its tracker too. */
  async step(login: string, code: string, fields: Fields, told: string, shown?: string): Promise<void> {
    await act(await this.as(login), code, fields);
    await expect(this.feed).toContainText(told);
    if (shown) await expect(this.card).toContainText(shown);
  }

  /** The unit opens its page, which is not loaded again until the end. */
  async enter(): Promise<Page> {
    await this.unit.goto(this.path);
    await alive(this.unit);
    return this.unit;
  }

  /** The unit does something on its own open page; whoever of the city looks on must see it, and the region. */
  async unitStep(code: string, fields: Fields, told: string, state?: string): Promise<void> {
    await act(this.unit, code, fields);
    await expect(this.feed).toContainText(told);
    await expect(this.agency.getByTestId("history")).toContainText(told);
    if (state) await expect(this.card).toContainText(state);
  }

  /** All four members acknowledge what was filed. */
  async acknowledged(what: string): Promise<void> {
    let count = 0;
    for (const post of ["rs", "cz", "wj", "yj"]) {
      count += 1;
      await this.step(post, "acknowledge_filing", {}, `签收${what}备案（${count}/4）`);
    }
  }

  /** Three persons of the agency bring a payment from request to transfer. */
  async paid(what: string, amount: string, voucher: string, shown?: string): Promise<void> {
    await this.step("jb", "check_payment", {}, `审核${what} ${amount} 元`);
    await this.step("fh", "approve_payment", {}, `复核${what} ${amount} 元`);
    await this.step("zf", "pay", { voucher }, `支付${what} ${amount} 元`, shown);
  }

  /** The unit gives its account, and the agency's second person confirms it. */
  async account(name: string, bank: string): Promise<void> {
    await act(this.unit, "give_account", { "draft[bank]": bank, "draft[number]": "0000202611260117", "draft[name]": name });
    await this.step("fh", "confirm_account", {}, "确认收款账户");
  }

  /** From the start of the work to evaluators at it. */
  async worked(evaluator: string, payer = "applicant"): Promise<void> {
    await this.unitStep("record_rules", { text: "专人负责，专账核算，签到、影像和考核同步归档。" }, "登记项目管理制度");
    await this.unitStep("start_project", {}, "开始实施项目", "实施中");
    await this.unitStep("keep_archive", archive(), "登记实施档案");
    await this.unitStep("complete_project", { archive_complete: true }, "报告项目实施完成", "实施完成");
    await this.unitStep("apply_acceptance", { organiser: "AGENCY" }, "申请验收", "验收");
    await this.step("jb", "receive_acceptance", {}, "受理验收申请，评估验收最迟");
    await this.step("jb", "appoint_evaluators", { [`who[chosen][${evaluator}]`]: true, "who[payer]": payer }, "聘请评估人");
    await this.step(evaluator, "declare_conflict", { conflict: "no" }, "申报与项目提出单位、实施单位无利害关系");
  }

  /** The evaluator reports on every goal the form asks for. */
  async reported(evaluator: string, passed: boolean, told: string, shown: string): Promise<void> {
    const page = await this.as(evaluator);
    const goals = await page.locator('[data-testid="action-submit_report"] input[name$="[no]"]').count();
    await act(page, "submit_report", report(goals, passed));
    await expect(this.feed).toContainText(told);
    await expect(this.card).toContainText(shown);
  }

  /** A failed report is served, and the unit's days run from its receipt (A05). */
  async served(): Promise<void> {
    await this.step("jb", "serve_report", {}, "不合格报告送达实施单位签收", "整改");
    await expect(this.unit.locator("#deadlines")).toContainText("尚未签收");
    await this.unitStep("acknowledge_report", {}, "签收不合格报告，整改最迟", "整改");
    await expect(this.unit.locator("#deadlines")).not.toContainText("尚未签收");
  }

  /** What the ledger says of the project, oldest first: what, how much, and the sum so far. */
  async ledger(): Promise<string[]> {
    await signIn(this.agency, `${this.city}-cz`);
    await this.agency.goto(`/ledger?project=${this.id}`);
    const rows = await this.agency.locator("table.projects tbody tr").all();
    const lines: string[] = [];
    for (const row of rows) {
      const cell = async (label: string) => (await row.locator(`[data-label="${label}"]`).innerText()).trim();
      lines.unshift(`${(await row.locator("td.state").innerText()).trim()} ${await cell("金额（元）")} ${await cell("累计（元）")}`);
    }
    return lines;
  }

  /** Every deadline the project had, and how each ended. */
  async deadlines(): Promise<string[]> {
    const page = await this.as("jb");
    const lines: string[] = [];
    for (const head of await page.locator("#deadlines .deadline-head").all()) {
      const done = head.locator(".tag.done");
      const ended = (await done.count()) > 0 ? (await done.innerText()).split(" ")[0] : "在办";
      lines.push(`${(await head.locator("b").innerText()).trim()} ${ended}`);
    }
    return lines.sort();
  }

  /** The whole history as it is read on paper. */
  async story(): Promise<string> {
    await this.as("jb");
    await this.agency.goto(`${this.path}/story`);
    return this.agency.getByTestId("story").innerText();
  }

  /** Another city does not even learn that the project exists. */
  async hidden(login: string, words: string): Promise<void> {
    const stranger = await person(this.browser, login);
    const answer = await stranger.goto(this.path);
    expect(answer!.status()).toBe(404);
    await expect(stranger.locator("body")).not.toContainText(words);
    await stranger.context().close();
  }
}

/** A figure of the dashboard in 万元, as it stands on the open page. */
export async function figure(page: Page, id: string): Promise<number> {
  const text = await page.getByTestId(id).first().innerText();
  return Number(text.replace(/[^0-9.]/g, " ").trim().split(/\s+/)[0]);
}

/** Today where the program is used. */
export function today(): string {
  return new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
}

/** All ten parts of the archive: there, but for changes and quarterly reports that did not happen. */
export function archive(): Fields {
  const fields: Fields = {};
  for (let index = 0; index < 10; index += 1) fields[`archive[items][${index}][mark]`] = index < 8 ? "PRESENT" : "NOT_APPLICABLE";
  fields["archive[items][8][note]"] = "实施过程中没有变更。";
  fields["archive[items][9][note]"] = "实施周期未跨季度。";
  return fields;
}

/** A choice among three candidates by score, the first of whom wins. */
export function choice(method: string, notice: string, candidates: [string, string, string][]): Fields {
  const fields: Fields = {
    "draft[method]": method,
    "draft[notice]": notice,
    "draft[noticed_on]": today(),
    "draft[winner]": "0",
    "draft[result]": "综合评分最高，推荐中选。",
    "draft[awarded_on]": today(),
  };
  candidates.forEach(([code, name, score], index) => {
    fields[`draft[candidates][${index}][credit_code]`] = code;
    fields[`draft[candidates][${index}][name]`] = name;
    fields[`draft[candidates][${index}][score]`] = score;
  });
  return fields;
}

function report(goals: number, passed: boolean): Fields {
  const fields: Fields = {
    "report[findings]": "按方案完成六期培训，现场抽查记录完整。",
    "report[budget_execution]": "支出与预算一致，票据齐全。",
    "report[conclusion]": passed ? "pass" : "fail",
  };
  for (let index = 0; index < goals; index += 1) {
    fields[`report[results][${index}][measured]`] = "96.4%";
    fields[`report[results][${index}][achieved]`] = !passed && index === 0 ? "no" : "yes";
  }
  if (!passed) fields["report[defects]"] = "档案缺第四期签到表；同口径工伤件数未提供对照数据。";
  return fields;
}

/** The agency checks the six conditions of the institution a page leads to, each with what it saw. */
export async function checked(page: Page, from: string): Promise<void> {
  await page.goto(from);
  await page.locator('main a[href^="/institutions/"]').first().click();
  await expect(page).toHaveURL(/\/institutions\/\d+/);
  await alive(page);
  const fields: Record<string, string> = { "draft[business_since]": "2019-03-01" };
  for (let index = 0; index < 6; index += 1) {
    fields[`draft[results][${index}][passed]`] = "yes";
    fields[`draft[results][${index}][evidence]`] = "查验原件和近两年业务合同，符合。";
  }
  await act(page, "record_eligibility", fields);
}
