// The way to the show: the key, what is asked, presses, and what is pushed.

const QUIET_MS = 1800; // the show speaks twice a second
const SOON_MS = 15000; // the door is back within seconds, or it takes longer
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

// Returns the wall as it is now, as a blob; null when there is no picture.
export async function wall() {
  try {
    const answer = await fetch("/pictures/wall.jpg", { headers: bearer(), signal: AbortSignal.timeout(3000) });
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
  let socket = null, quiet = 0, heardMs = 0, lostAt = performance.now(), over = false;

  const away = () => { clearTimeout(quiet); lostAt = performance.now(); lost(false); };
  const heard = () => { clearTimeout(quiet); heardMs = Date.now(); quiet = setTimeout(silent, QUIET_MS); };

  // Nothing has come for too long: is it the way to the door, or the show behind it?
  async function silent() {
    const asking = socket;
    away();
    const { status } = await ask("/api/me");
    if (asking !== socket || Date.now() - heardMs < QUIET_MS) return;
    if (status === 200) lost(true);
    socket?.close();
    again();
  }

  const again = () => {
    const gone = socket;
    socket = null;
    if (gone) gone.onclose = gone.onmessage = null;
    if (over) return;
    setTimeout(open, performance.now() - lostAt < SOON_MS ? 250 : 2000);
  };

  async function open() {
    if (socket || over) return;
    const made = new WebSocket(location.origin.replace("http", "ws") + "/api/live", ["kiss", `key.${key()}`]);
    socket = made;
    made.onopen = heard;
    made.onmessage = (event) => { lostAt = performance.now(); heard(); told(JSON.parse(event.data)); };
    made.onclose = async () => {
      if (socket !== made) return;
      away();
      const { status } = await ask("/api/me");
      if (status === 401) { over = true; shut(); } else again();
    };
  }

  addEventListener("offline", away);
  addEventListener("online", () => { lostAt = performance.now(); open(); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    lostAt = performance.now();
    // a phone that has slept shows what was before it slept
    if (socket && Date.now() - heardMs > QUIET_MS) silent(); else open();
  });
  open();
  return () => { over = true; clearTimeout(quiet); socket?.close(); };
}
