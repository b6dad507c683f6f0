// The holidays of the next year are announced while an acceptance runs: one person of the region enters the
// notice, another sees what would move and publishes it, and the open page of the project shows the new day
// beside the old one. The closed deadline above it stays as it was.
import { expect, test, type Locator, type Page } from "@playwright/test";
import { act, alive, NEXT_YEAR, person, refused } from "./yufang";

/** A notice as holiday-cn keeps it; invented, with a New Year that begins in December. */
const DAYS: [string, string, string[]][] = [
  ["元旦", "休", ["2026-12-31", "2027-01-01", "2027-01-02", "2027-01-03"]],
  ["元旦", "班", ["2027-01-30"]],
  ["春节", "班", ["2027-01-31", "2027-02-14"]],
  ["春节", "休", ["05", "06", "07", "08", "09", "10", "11", "12"].map((day) => `2027-02-${day}`)],
  ["清明节", "休", ["2027-04-03", "2027-04-04", "2027-04-05"]],
  ["劳动节", "休", ["2027-05-01", "2027-05-02", "2027-05-03", "2027-05-04", "2027-05-05"]],
  ["劳动节", "班", ["2027-05-08"]],
  ["端午节", "休", ["2027-06-09"]],
  ["中秋节", "休", ["2027-09-15"]],
  ["国庆节", "休", ["01", "02", "03", "04", "05", "06", "07"].map((day) => `2027-10-${day}`)],
  ["国庆节", "班", ["2027-09-26", "2027-10-09"]],
];

function notice(without = ""): string {
  const days = DAYS.flatMap(([name, mark, dates]) => dates.map((date) => ({ name, date, isOffDay: mark === "休" })));
  return JSON.stringify({ year: 2027, papers: [], days: days.filter((day) => day.date !== without) });
}

/** The line of a deadline on the page of its project. */
function deadline(page: Page, kind: string): Locator {
  return page.locator("#deadlines li").filter({ has: page.locator("b", { hasText: kind }) }).first();
}

test("a holiday notice moves a running acceptance before everybody's eyes", async ({ browser }) => {
  // The demo's 2027 is provisional, and its clocks reach it, from late November on only.
  test.skip(NEXT_YEAR !== 2027, "written for the notice of 2027");
  test.setTimeout(120_000);
  const agency = await person(browser, "150600-jb");
  await agency.goto("/projects?step=APPLIED");
  await agency.locator('main a[href^="/projects/"]').first().click();
  await expect(agency).toHaveURL(/\/projects\/\d+/);
  await alive(agency);
  const path = new URL(agency.url()).pathname;
  await act(agency, "receive_acceptance", {});
  const running = deadline(agency, "验收");
  await expect(running).toContainText("暂定");
  const before = (await running.textContent())!;
  const ended = deadline(agency, "备案");
  await expect(ended).toContainText("按期");
  const closed = await ended.textContent();

  // One enters: a file with a day missing is refused by its date, what was typed stays.
  const first = await person(browser, "region-rs2");
  await first.goto("/calendar");
  await alive(first);
  const head = { "draft[year]": "2027", "draft[notice]": "国办发明电〔2026〕9号（演练）" };
  await refused(first, "draft_calendar", { ...head, "draft[text]": notice("2027-10-05") }, "“国庆节”假期中缺少 2027年10月5日");
  await refused(first, "draft_calendar", { ...head, "draft[text]": notice("2027-01-30") }, "法定节假日为 13 天");
  await act(first, "draft_calendar", { ...head, "draft[text]": notice() });
  const own = first.getByTestId("calendar-draft");
  await expect(own).toContainText("须由自治区人社部门另一人核对后公布");
  await expect(own.getByTestId("action-publish_calendar")).toHaveCount(0);

  // Another looks at what would move, and publishes.
  const second = await person(browser, "region-rs");
  await second.goto("/calendar");
  await alive(second);
  const would = second.getByTestId("preview").locator("tr", { has: second.locator(`a[href="${path}#deadlines"]`) });
  await expect(would.filter({ hasText: "验收" })).toBeVisible();
  await act(second, "publish_calendar", {});
  const moved = second.getByTestId("moved").locator("tr", { has: second.locator(`a[href="${path}#deadlines"]`) });
  await expect(moved.filter({ hasText: "验收" })).toContainText("公布 2027 年放假安排");
  await expect(second.getByTestId("calendar-years").locator("tr", { hasText: "2027 年" })).toContainText("已公布");

  // The page of the project was open all the time.
  await expect(running).toContainText("公布 2027 年放假安排，到期日由");
  await expect(running).not.toContainText("暂定");
  expect(await running.textContent()).not.toBe(before);
  await expect(agency.getByTestId("history")).toContainText("公布 2027 年放假安排，“验收”期限由最迟");
  expect(await ended.textContent()).toBe(closed);
  for (const page of [agency, first, second]) await page.context().close();
});
