// The address of the mail digest: nothing but a code goes there until somebody has typed that code in, a wrong
// one is refused with its sentence, and whoever has enough of mails says so.
import { createServer, type Server, type Socket } from "node:net";
import { expect, test } from "@playwright/test";
import { act, alive, MAIL_PORT, person, refused } from "./yufang";

const ADDRESS = "liuchunmei@example.cn";
let server: Server;
/** What the mail server has taken: to whom, and the text. */
const taken: { to: string; text: string }[] = [];

/** As much SMTP as one mail needs. */
function talk(socket: Socket): void {
  let [heard, to, inText] = ["", "", false];
  socket.write("220 mail.test\r\n");
  socket.on("error", () => socket.destroy());
  socket.on("data", (bytes) => {
    heard += bytes.toString("latin1");
    for (;;) {
      const end = heard.indexOf(inText ? "\r\n.\r\n" : "\r\n");
      if (end < 0) return;
      const said = heard.slice(0, end);
      heard = heard.slice(end + (inText ? 5 : 2));
      if (inText) {
        taken.push({ to, text: Buffer.from(said.split("\r\n\r\n")[1], "base64").toString() });
        inText = false;
        socket.write("250 taken\r\n");
      } else if (/^DATA/i.test(said)) {
        inText = true;
        socket.write("354 go on\r\n");
      } else if (/^QUIT/i.test(said)) {
        socket.end("221 bye\r\n");
      } else {
        to = /^RCPT TO:<(.*)>/i.exec(said)?.[1] ?? to;
        socket.write("250 yes\r\n");
      }
    }
  });
}

test.beforeAll(async () => {
  server = createServer(talk);
  await new Promise<void>((ready) => server.listen(MAIL_PORT, "127.0.0.1", ready));
});

test.afterAll(() => void server.close());

test("an address is used once the code that was sent there has been typed in, and forgotten when it is taken back", async ({ browser }) => {
  const page = await person(browser, "150600-jb");
  await page.goto("/inbox#mail");
  await alive(page);
  const mail = page.getByTestId("inbox-mail");
  await expect(mail).toContainText("未设置");
  await refused(page, "set_mail", { address: "刘春梅" }, "邮箱地址");
  expect(taken).toEqual([]);

  await act(page, "set_mail", { address: ADDRESS });
  await expect(mail).toContainText("待确认");
  expect(taken.map((one) => one.to)).toEqual([ADDRESS]);
  const code = /\d{6}/.exec(taken[0].text)![0];
  await refused(page, "confirm_mail", { code: code === "000000" ? "111111" : "000000" }, "验证码");
  await expect(mail).toContainText("待确认");
  await act(page, "confirm_mail", { code });
  await expect(mail).toContainText("已确认");
  await expect(mail).toContainText(ADDRESS);

  await act(page, "remove_mail");
  await expect(mail).toContainText("未设置");
  await expect(mail).not.toContainText(ADDRESS);
  await page.context().close();
});
