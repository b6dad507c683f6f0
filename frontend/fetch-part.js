// Fetches a part of the program, whole: a line that breaks in the middle is a line that is not there.
// Without one it waits, each time a little longer, while the page that is shown stays usable; a part that
// the server no longer has belongs to an older version of the program, and the page that was asked for is
// loaded whole instead.
async function fetchPart(url) {
  for (let wait = 500; ; wait = Math.min(wait * 2, 10_000)) {
    try {
      const answer = await fetch(url);
      if (answer.status === 404) {
        location.reload();
        return new Promise(() => {});
      }
      if (answer.ok) return new Response(await answer.arrayBuffer(), { headers: { "content-type": "application/wasm" } });
    } catch {
      // No line, or the page is being left.
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
