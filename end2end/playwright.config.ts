import { defineConfig } from "@playwright/test";
import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { MAIL_PORT } from "./yufang";

const address = "127.0.0.1:3100";
const root = path.resolve(__dirname, "..");

// Every run starts on an empty data directory. The workers read this file again: they get the name of
// the directory through the environment. Readable for all, because PostgreSQL never runs as root.
process.env.YUFANG_E2E_DATA ||= mkdtempSync(path.join(tmpdir(), "yufang-e2e."));
chmodSync(process.env.YUFANG_E2E_DATA, 0o755);
process.env.YUFANG_E2E_BINARY ||= path.join(root, "target/release/yufang");
// A database named by the developer's shell is never the one that is tested.
delete process.env.DATABASE_URL;

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  testIgnore: process.env.YUFANG_E2E_SPEED ? [] : "speed.spec.ts",
  outputDir: "test-results",
  forbidOnly: !!process.env.CI,
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    // A control that is not there is named at once, not when the whole journey's time is up.
    actionTimeout: 15_000,
    baseURL: `http://${address}`,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1280, height: 800 },
    // Without the film: filming nine pages at once takes one of the two cores.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: `exec ${process.env.YUFANG_E2E_BINARY} serve`,
    cwd: __dirname,
    url: `http://${address}/readyz`,
    timeout: 120_000,
    reuseExistingServer: false,
    stdout: "ignore",
    stderr: "pipe",
    // It stops its own PostgreSQL, given the time.
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    env: {
      YUFANG_ADDR: address,
      YUFANG_DATA: process.env.YUFANG_E2E_DATA,
      YUFANG_DEMO: "1",
      YUFANG_SMTP: `smtp://127.0.0.1:${MAIL_PORT}`,
      YUFANG_MAIL_FROM: "yufang@example.cn",
      YUFANG_URL: "https://yufang.example.cn",
      YUFANG_SITE: path.join(root, "target/site"),
    },
  },
});
