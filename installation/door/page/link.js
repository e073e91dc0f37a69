// The way to the show: the key, what is asked, presses, and what is pushed.

const QUIET_MS = 1800; // the show speaks twice a second
const SOON_MS = 15000; // the door is back within seconds, or it takes longer
const AGAIN_MS = 150, LATER_MS = 2000; // until it is tried again
const PRESS_MS = 2000; // an order that comes later would surprise everybody

export function key() {
  return localStorage.getItem("key") ?? "";
}

export function keep(secret) {
  secret ? localStorage.setItem("key", secret) : localStorage.removeItem("key");
}

// A key comes behind the # of the address that a QR code holds: it is never sent in an address.
export function takeKeyFromAddress() {
  const secret = location.hash.slice(1);
  if (!secret) return;
  keep(secret);
  history.replaceState(null, "", location.pathname);
}

const bearer = () => ({ authorization: `Bearer ${key()}` });

// Returns {status, said}; status 0 when the door cannot be reached.
export async function ask(path) {
  try {
    const answer = await fetch(path, { headers: bearer(), signal: AbortSignal.timeout(5000) });
    return { status: answer.status, said: await answer.json() };
  } catch {
    return { status: 0, said: null };
  }
}

// Returns a picture, as a blob; null when there is none. Without a path the wall as it is now.
export async function picture(path = "/pictures/wall.jpg") {
  try {
    const answer = await fetch(path, { headers: bearer(), signal: AbortSignal.timeout(3000) });
    return answer.ok ? await answer.blob() : null;
  } catch {
    return null;
  }
}

function pressName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
}

// Gives an order. It is sent again when the network has swallowed it, under the same name, so that
// it is carried out once. Returns what the show says, or null.
export async function press(name, words = {}) {
  const began = performance.now();
  const headers = { ...bearer(), "content-type": "application/json", "idempotency-key": pressName() };
  const request = { method: "POST", headers, body: JSON.stringify(words) };
  for (;;) {
    try {
      const answer = await fetch(`/api/orders/${name}`, { ...request, signal: AbortSignal.timeout(4000) });
      return await answer.json();
    } catch {
      if (performance.now() - began > PRESS_MS) return null;
      await new Promise((later) => setTimeout(later, 200));
    }
  }
}

// Keeps a WebSocket open. Calls told(status) for what is pushed, shut() when the key opens nothing,
// and lost(doorThere) at once when nothing comes any more: the door itself may still answer.
export function follow({ told, lost, shut }) {
  let socket = null, asking = false, over = false, timer = 0, quiet = 0, heardMs = 0, lostAt = null;

  const heard = () => { clearTimeout(quiet); heardMs = Date.now(); quiet = setTimeout(silent, QUIET_MS); };
  const away = () => { clearTimeout(quiet); lostAt ??= performance.now(); lost(false); };
  const again = () => {
    const gone = socket;
    socket = null;
    gone?.close();
    clearTimeout(timer);
    timer = setTimeout(open, performance.now() - (lostAt ?? 0) < SOON_MS ? AGAIN_MS : LATER_MS);
  };

  // Nothing has come for too long: is it the way to the door, or the show behind it?
  async function silent() {
    const before = socket;
    if (lostAt === null) away(); // what was known of a show that stays silent holds until it is asked
    const { status } = await ask("/api/me");
    if (before !== socket || Date.now() - heardMs < QUIET_MS) return;
    lost(status === 200);
    again();
  }

  async function open() {
    if (socket || asking || over) return;
    asking = true;
    const { status } = await ask("/api/me"); // a WebSocket does not tell a wrong key from no network
    asking = false;
    if (status === 401) { over = true; shut(); return; }
    if (status !== 200) { away(); again(); return; }
    const made = new WebSocket(location.origin.replace("http", "ws") + "/api/live", ["kiss", `key.${key()}`]);
    socket = made;
    made.onopen = heard;
    made.onmessage = (event) => { if (socket === made) { lostAt = null; heard(); told(JSON.parse(event.data)); } };
    made.onclose = () => { if (socket === made) { away(); again(); } };
  }

  addEventListener("offline", away);
  addEventListener("online", open);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    // a phone that has slept shows what was before it slept
    if (socket && Date.now() - heardMs > QUIET_MS) silent(); else open();
  });
  open();
}
