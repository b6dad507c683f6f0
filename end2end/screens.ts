// Every screen of the program, and whose it is: what looks at all of them reads this list.
import type { Page } from "@playwright/test";
import { NEXT_YEAR } from "./yufang";

export const SCREENS: { name: string; login: string; path: (page: Page) => Promise<string> }[] = [
  { name: "login", login: "", path: async () => "/login" },
  { name: "region", login: "region-rs", path: async () => "/region" },
  { name: "region-own", login: "150600-rs", path: async () => "/region" },
  { name: "city", login: "150600-jb", path: async () => "/city" },
  { name: "projects", login: "region-rs", path: async () => "/projects" },
  { name: "project", login: "150600-jb", path: rectifying },
  { name: "story", login: "150600-jb", path: async (page) => `${await rectifying(page)}/story` },
  { name: "agreement", login: "150600-jb", path: async (page) => `${await rectifying(page)}/agreement/print` },
  { name: "notice", login: "150600-jb", path: async (page) => `${await rectifying(page)}/notice/print` },
  { name: "tracker", login: "anquan", path: async () => "/my" },
  { name: "figures", login: "150600-jb", path: async () => `/figures?year=${NEXT_YEAR}` },
  { name: "upload", login: "150600-jb", path: (page) => first(page, `/figures?year=${NEXT_YEAR}`, "/figures/uploads/") },
  { name: "analysis", login: "150600-jb", path: async () => `/analysis?year=${NEXT_YEAR}` },
  { name: "areas", login: "150600-jb", path: async () => `/areas?year=${NEXT_YEAR}` },
  { name: "public-areas", login: "", path: async () => "/public/areas" },
  { name: "apply", login: "ordos-coal", path: async () => "/apply" },
  { name: "application", login: "ordos-coal", path: (page) => first(page, "/apply", "/applications/") },
  { name: "print", login: "ordos-coal", path: printed },
  { name: "proposals", login: "150600-jb", path: async () => `/proposals?year=${NEXT_YEAR}` },
  { name: "cap", login: "150600-cz", path: async () => `/cap?year=${NEXT_YEAR}` },
  { name: "meetings", login: "150600-rs", path: async () => "/meetings" },
  { name: "meeting", login: "150600-wj", path: (page) => first(page, "/meetings", "/meetings/") },
  { name: "sessions", login: "150600-jb", path: async () => "/sessions" },
  { name: "institutions", login: "150600-jb", path: async () => "/institutions" },
  { name: "institution", login: "150600-jb", path: (page) => first(page, "/institutions", "/institutions/") },
  { name: "experts", login: "150600-jb", path: async () => "/experts" },
  { name: "bans", login: "150300-rs", path: async () => "/bans" },
  { name: "public-bans", login: "", path: async () => "/public/bans" },
  { name: "templates", login: "150600-fh", path: async () => "/templates" },
  { name: "cases", login: "150300-rs", path: async () => "/cases" },
  { name: "ledger", login: "150600-cz", path: async () => "/ledger" },
  { name: "urgings", login: "region-rs", path: async () => "/urgings" },
  { name: "urgings-city", login: "150600-jb", path: async () => "/urgings" },
  { name: "inbox", login: "150600-jb", path: async () => "/inbox" },
  { name: "search", login: "150600-jb", path: async () => "/search?q=%E7%85%A4%E4%B8%9A" },
  { name: "feed", login: "150600-jb", path: async () => "/inbox/calendar" },
  { name: "calendar", login: "region-rs", path: async () => "/calendar" },
  { name: "standards", login: "region-rs", path: async () => "/standards" },
  { name: "standards-unit", login: "ordos-coal", path: async () => "/standards" },
  { name: "local-rules", login: "region-rs", path: async () => "/local-rules" },
  { name: "local-rules-city", login: "150600-jb", path: async () => "/local-rules" },
  { name: "classifications", login: "region-rs", path: async () => "/classifications?edition=ACCIDENT%3AGB6441-2025" },
  { name: "classifications-city", login: "150600-jb", path: async () => "/classifications" },
  { name: "bank", login: "150600-zf", path: async () => "/bank" },
];

/** A project in the middle of its story, whatever the demo calls it. */
async function rectifying(page: Page): Promise<string> {
  await page.goto("/projects?step=EVALUATING");
  const link = page.locator('a[href^="/projects/"]').first();
  return (await link.count()) > 0 ? (await link.getAttribute("href"))! : "/projects";
}

/** The first application of the unit, on paper. */
async function printed(page: Page): Promise<string> {
  const path = await first(page, "/apply", "/applications/");
  return path === "/apply" ? path : `${path}/print`;
}

/** The first link on a page that leads below a path; the page itself where there is none. */
async function first(page: Page, from: string, below: string): Promise<string> {
  await page.goto(from);
  const link = page.locator(`main a[href^="${below}"]`).first();
  return (await link.count()) > 0 ? (await link.getAttribute("href"))!.split("#")[0] : from;
}
