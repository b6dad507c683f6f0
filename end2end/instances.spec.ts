// Two servers on one database behind a proxy: whoever is moved between them notices nothing, and the
// sockets of one that is killed go on with the other.
import { spawn, type ChildProcess } from "node:child_process";
import { createServer, connect, type Server, type Socket } from "node:net";
import path from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { act, alive, drafting, signIn } from "./yufang";

const [FIRST, SECOND, PROXY] = [3100, 3101, 3102];
const data = process.env.YUFANG_E2E_DATA!;
let second: ChildProcess;
let proxy: Server;
/** Where the proxy sends a new connection. */
let upstream = FIRST;
const open = new Set<Socket>();

test.beforeAll(async () => {
  const binary = process.env.YUFANG_E2E_BINARY!;
  second = spawn(binary, ["serve"], {
    stdio: "ignore",
    env: {
      ...process.env,
      DATABASE_URL: `postgres:///yufang?host=${data}/run&user=yufang_owner`,
      YUFANG_ADDR: `127.0.0.1:${SECOND}`,
      YUFANG_DATA: data,
      YUFANG_SITE: path.resolve(__dirname, "../target/site"),
    },
  });
  await expect.poll(() => fetch(`http://127.0.0.1:${SECOND}/readyz`).then((answer) => answer.ok, () => false), { timeout: 30_000 }).toBe(true);
  proxy = createServer((client) => {
    const server = connect(upstream, "127.0.0.1");
    for (const [from, to] of [[client, server], [server, client]] as const) {
      open.add(from);
      from.on("data", (bytes) => to.write(bytes));
      from.on("close", () => (open.delete(from), to.destroy()));
      from.on("error", () => to.destroy());
    }
  }).listen(PROXY, "127.0.0.1");
});

test.afterAll(async () => {
  second?.kill("SIGKILL");
  for (const socket of open) socket.destroy();
  proxy?.close();
});

/** From now on everything goes to one of them. */
function moveTo(port: number): void {
  upstream = port;
  for (const socket of open) socket.destroy();
}

async function shows(region: Page, amount: string): Promise<void> {
  await expect(region.getByTestId("feed").locator("li").first()).toContainText(amount, { timeout: 20_000 });
}

test("a user is moved between two servers in mid-session and loses nothing", async ({ browser }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ baseURL: `http://127.0.0.1:${PROXY}` });
  const region = await context.newPage();
  await signIn(region, "region-rs");
  await alive(region);
  await region.evaluate(() => ((window as unknown as { same: boolean }).same = true));
  // The clerk stays with the first server, past the proxy.
  const { page: clerk, city } = await drafting(browser);
  await alive(clerk);

  moveTo(SECOND);
  await act(clerk, "compile_fee_plan", { amount: "311111.11" });
  await shows(region, "311,111.11");
  await alive(region);

  // A form that was opened with one server is handed in with the other.
  const moved = await (await browser.newContext({ baseURL: `http://127.0.0.1:${PROXY}` })).newPage();
  moveTo(FIRST);
  await signIn(moved, `${city}-jb`);
  await moved.goto(clerk.url().replace(`:${FIRST}`, `:${PROXY}`));
  await alive(moved);
  moveTo(SECOND);
  await act(moved, "compile_fee_plan", { amount: "322222.22" });
  await shows(region, "322,222.22");

  // Killed in mid-air, with a change while the line is down.
  second.kill("SIGKILL");
  upstream = FIRST;
  await clerk.reload();
  await alive(clerk);
  await act(clerk, "compile_fee_plan", { amount: "333333.33" });
  await shows(region, "333,333.33");
  await alive(region);
  expect(await region.evaluate(() => (window as unknown as { same?: boolean }).same), "never reloaded").toBe(true);
  for (const amount of ["311,111.11", "322,222.22", "333,333.33"])
    await expect(region.getByTestId("feed").getByText(amount)).toHaveCount(1);
});
