// Keeps the page on the phone, so that it opens without a network and says that there is none.

const NAME = "kiss-1";
const SHELL = ["/", "/style.css", "/app.js", "/link.js", "/lineup.js", "/meters.js", "/parts.js", "/said.js", "/stills.js", "/words.js", "/kiss.webmanifest", "/icon.svg", "/icon-192.png"];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(SHELL)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// The newest from the door; what was kept when it cannot be reached. What the show says is never kept.
addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.method !== "GET" || !SHELL.includes(path)) return;
  event.respondWith((async () => {
    const kept = await caches.open(NAME);
    try {
      const answer = await fetch(event.request, { signal: AbortSignal.timeout(3000) });
      if (answer.ok) await kept.put(path, answer.clone());
      return answer;
    } catch {
      return (await kept.match(path)) ?? Response.error();
    }
  })());
});
