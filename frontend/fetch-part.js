// Fetches a part of the program. Without a line it waits for one, each time a little longer, while the
// page that is shown stays usable; a part that the server no longer has belongs to an older version of
// the program, and the page that was asked for is loaded whole instead.
async function fetchPart(url) {
  for (let wait = 500; ; wait = Math.min(wait * 2, 10_000)) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return answer;
    if (answer?.status === 404) {
      location.reload();
      return new Promise(() => {});
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
