// The phone's page: shows what the show says, gives orders, and decides nothing.

import { ask, follow, keep, key, press, takeKeyFromAddress } from "./link.js";
import { dress, speak, tongue, word } from "./words.js";

const at = (id) => document.getElementById(id);
const state = { show: null, heardMs: 0, old: true, me: null, beats: "", names: "", line: "", busy: new Set() };

// small helpers: the page changes only what has changed

function text(element, wanted) {
  if (element.textContent !== wanted) element.textContent = wanted;
}

function made(kind, content = "", name = "") {
  const one = document.createElement(kind);
  one.textContent = content;
  one.className = name;
  return one;
}

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

const may = (role) => state.me !== null && ({ attendant: ["attendant", "technician"], technician: ["technician"] })[role].includes(state.me.role);

// orders

async function give(button, name, words) {
  if (state.old || state.busy.has(button)) return;
  state.busy.add(button);
  button.setAttribute("aria-busy", "true");
  const reply = await press(name, words);
  state.busy.delete(button);
  button.removeAttribute("aria-busy");
  say(reply === null ? word.late : reply.ok ? "" : reply.text);
}

let saying = 0;
function say(wanted) {
  clearTimeout(saying);
  text(at("said"), wanted);
  if (wanted) saying = setTimeout(() => text(at("said"), ""), 6000);
}

// Asks once, in words, before what takes something from the visitors.
function asked(question, yes) {
  text(at("question"), question);
  text(at("yes"), yes);
  at("ask").showModal();
  return new Promise((answer) => {
    at("yes").onclick = () => { at("ask").close(); answer(true); };
    at("no").onclick = () => at("ask").close();
    at("ask").onclose = () => answer(false);
  });
}

// the show in words

function headline(show) {
  const ill = show.screens.filter((one) => one.fault || one.slow || !one.display);
  const waits = show.versions.filter((one) => one.state === "approval");
  if (show.aligning) return ["note", word.aligning, word.aligningDetail];
  if (show.state === "waiting") return ["busy", word.waiting, word.waitingDetail];
  if (show.stage.pid === null) return ["care", word.stage, word.stageDetail];
  if (show.state === "starting") return ["busy", word.starting, word.startingDetail];
  if (ill.length) return ["care", word.look, ill.map((one) => `${one.screen}: ${one.fault || one.slow || word.noDisplay}`).join(" ")];
  if (show.state === "closed") return ["note", word.closed, word.closedDetail];
  if (show.dark) return ["note", word.dark, word.darkDetail];
  if (show.state === "paused") return ["note", word.paused, word.pausedDetail];
  if (waits.length) return ["note", word.playing, word.approval(waits[0].title)];
  return ["well", word.well, word.wellDetail(show.screens.length)];
}

function condition(one) {
  if (!one.display) return ["care", word.noDisplay];
  if (one.fault || one.slow) return ["care", word.trouble];
  return one.frame < 0 ? ["busy", word.comes] : ["well", word.inStep];
}

// drawing

function draw() {
  const show = state.show;
  document.body.classList.toggle("old", state.old);
  for (const button of document.querySelectorAll(".steers button, .steers input, #beats button, #waiting button")) {
    button.disabled = state.old || (button.id === "hold" && !["playing", "paused"].includes(show?.state));
  }
  if (!show) { sentence("busy", word.connecting, word.connectingDetail); return; }
  if (state.old) drawAge(); else sentence(...headline(show));
  text(at("title"), show.title);
  drawScreens(show);
  drawStory(show);
  drawVersions(show);
  drawSound(show);
  drawHouse(show);
  drawNotes(show);
  drawOrders(show);
}

function sentence(tone, first, second) {
  at("state").dataset.tone = tone;
  text(at("sentence"), first);
  text(at("detail"), second);
}

function drawAge() {
  const seconds = Math.max(1, Math.round((Date.now() - state.heardMs) / 1000));
  sentence("trouble", word.lost, word.lostDetail(seconds < 90 ? word.seconds(seconds) : word.minutes(Math.round(seconds / 60))));
}

// Makes the children of a list again only when other things are in it.
function rows(list, things, name, make) {
  const names = JSON.stringify([tongue, things.map(name)]);
  if (list.dataset.names === names) return;
  list.dataset.names = names;
  list.replaceChildren(...things.map(make));
}

function drawScreens(show) {
  const list = at("screens");
  rows(list, show.screens, (one) => one.screen, () => {
    const row = made("li"), what = made("div", "", "what"), who = made("p", "", "who");
    who.append(made("span", "", "name"), " · ", made("span", "", "how"));
    what.append(made("p", "", "film"), who);
    row.append(what);
    return row;
  });
  show.screens.forEach((one, n) => {
    const row = list.children[n], [tone, how] = condition(one);
    row.dataset.tone = tone;
    text(row.querySelector(".film"), one.title || one.screen);
    text(row.querySelector(".name"), one.speaks ? `${one.screen} ♪ ${one.level} %` : one.screen);
    text(row.querySelector(".how"), how);
  });
}

function storyNow(show) {
  const passed = show.state === "playing" && !state.old ? (performance.now() - state.heardAt) / 1000 : 0;
  return show.cycle_s ? (show.story_s + passed) % show.cycle_s : show.story_s;
}

function drawStory(show) {
  at("story").hidden = !show.cycle_s;
  if (!show.cycle_s) return;
  text(at("length"), word.of(clock(show.cycle_s)));
  text(at("cycle"), word.cycle(show.cycle));
  rows(at("beats"), show.beats, ([name]) => name, ([name]) => {
    const chip = made(may("attendant") ? "button" : "span", name, "beat");
    chip.onclick = () => give(chip, "go", { place: name });
    return chip;
  });
  tick();
}

function tick() {
  const show = state.show;
  if (!show?.cycle_s) return;
  const now = storyNow(show);
  text(at("now"), clock(now));
  at("done").style.setProperty("--share", (now / show.cycle_s).toFixed(4));
  const here = show.beats.filter(([, seconds]) => seconds <= now + 0.05).length - 1;
  [...at("beats").children].forEach((chip, n) => {
    const current = n === here;
    if ((chip.getAttribute("aria-current") === "true") === current) return;
    chip.setAttribute("aria-current", String(current));
    if (current) at("beats").scrollTo({ left: chip.offsetLeft - at("beats").clientWidth / 2 + chip.clientWidth / 2, behavior: "smooth" });
  });
}

function drawVersions(show) {
  const waits = show.versions.filter((one) => one.state === "approval");
  at("asking").hidden = !waits.length;
  rows(at("waiting"), waits, (one) => one.id, (one) => {
    const row = made("li"), what = made("div");
    what.append(made("p", one.title, "film"), made("p", word.asks, "how"));
    row.append(what);
    if (may("technician")) {
      const button = made("button", word.approve, "plain");
      button.setAttribute("aria-label", `${word.approve}: ${one.title}`);
      button.onclick = () => give(button, "approve", { version: one.id });
      row.append(button);
    }
    return row;
  });
}

function drawSound(show) {
  const choices = [...show.screens.map((one) => [one.screen, one.screen]), ["all", word.all], ["none", word.none]];
  rows(at("voices"), choices, ([voice]) => voice, ([voice, label]) => {
    const chip = made("button", label);
    chip.dataset.voice = voice;
    chip.onclick = () => give(chip, "voice", { screen: voice });
    return chip;
  });
  for (const chip of at("voices").children) chip.setAttribute("aria-pressed", String(chip.dataset.voice === show.voice));
  rows(at("levels"), show.screens, (one) => one.screen, (one) => level(one.screen));
  show.screens.forEach((one, n) => {
    const [slider, output] = at("levels").children[n].querySelectorAll("input, output");
    if (slider.dataset.held) return; // a thumb is on it
    if (slider.valueAsNumber !== one.level) slider.value = one.level;
    text(output, `${one.level} %`);
  });
}

function level(screen) {
  const row = made("label"), slider = made("input"), output = made("output");
  Object.assign(slider, { type: "range", min: 0, max: 100 });
  let sent = 0, timer = 0;
  const send = () => { sent = performance.now(); press("level", { screen, percent: slider.valueAsNumber }); };
  slider.oninput = () => {
    slider.dataset.held = "yes";
    text(output, `${slider.value} %`);
    clearTimeout(timer);
    timer = setTimeout(send, Math.max(0, 120 - (performance.now() - sent)));
  };
  slider.onchange = () => setTimeout(() => delete slider.dataset.held, 700);
  row.append(made("span", screen), slider, output);
  return row;
}

function drawHouse(show) {
  const house = show.house;
  at("house").hidden = !may("attendant");
  const open = house === null || house.open;
  const next = house?.change;
  const options = { weekday: "short", hour: "2-digit", minute: "2-digit", ...(house?.zone ? { timeZone: house.zone } : {}) };
  const when = next ? new Date(next.at_s * 1000).toLocaleString(tongue, options) : "";
  const then = next ? `, ${next.opens ? word.opens(when) : word.closes(when)}` : "";
  text(at("hours"), `${open ? word.open : word.shut}${then}`);
  text(at("door"), open ? word.closeNow : word.openNow);
  at("door").onclick = async () => {
    if (!open) give(at("door"), "open");
    else if (await asked(word.closeAsk, word.close)) give(at("door"), "close");
  };
}

function drawNotes(show) {
  at("notes").hidden = !show.notes.length || !may("attendant");
  rows(at("notelist"), show.notes, (note) => note, (note) => made("li", note));
}

function drawOrders(show) {
  const held = show.state === "paused";
  at("hold").classList.toggle("held", held);
  text(at("hold").querySelector(".word"), held ? word.resume : word.pause);
  at("blackout").setAttribute("aria-pressed", String(show.dark));
  text(at("blackout").lastElementChild, show.dark ? word.light : word.blackout);
}

// the line of this moment, for who only reads

async function readLine() {
  if (document.hidden || state.old || may("attendant")) return;
  const { status, said } = await ask(`/captions?language=${encodeURIComponent(state.line)}`);
  if (status !== 200) return;
  at("line").hidden = !said.languages.length;
  text(at("spoken"), said.text || word.silence);
  rows(at("linetongues"), said.languages, (one) => one, (one) => {
    const chip = made("button", new Intl.DisplayNames([one], { type: "language" }).of(one) ?? one);
    chip.lang = one;
    chip.onclick = () => { state.line = one; readLine(); };
    return chip;
  });
  [...at("linetongues").children].forEach((chip) => chip.setAttribute("aria-pressed", String(chip.lang === said.language)));
}

// coming in

async function enter() {
  const { status, said } = await ask("/api/me");
  if (status === 401 || !key()) return entrance(key() ? word.wrongKey : "");
  if (status === 200) { state.me = said; localStorage.setItem("me", JSON.stringify(said)); }
  else state.me = JSON.parse(localStorage.getItem("me") ?? "null"); // no network: the last that was known
  if (state.me === null) return entrance(word.noDoor);
  at("entrance").hidden = true;
  at("show").hidden = false;
  document.body.classList.toggle("reader", !may("attendant"));
  for (const one of document.querySelectorAll(".steers")) one.hidden = !may("attendant");
  text(at("whose"), `${state.me.name} · ${word.roles[state.me.role]}`);
  const before = localStorage.getItem("show");
  if (before && !state.show) ({ show: state.show, heardMs: state.heardMs } = JSON.parse(before));
  draw();
  follow({
    told(show) {
      Object.assign(state, { show, heardMs: Date.now(), heardAt: performance.now(), old: false });
      draw();
    },
    lost() { state.old = true; if (state.show) localStorage.setItem("show", JSON.stringify({ show: state.show, heardMs: state.heardMs })); draw(); },
    shut() { entrance(word.wrongKey); },
  });
}

function entrance(fault) {
  at("show").hidden = at("orders").hidden = true;
  at("entrance").hidden = false;
  text(at("keyfault"), fault);
}

at("keyform").onsubmit = (event) => {
  event.preventDefault();
  keep(at("key").value.trim().toLowerCase());
  enter();
};
at("leave").onclick = () => {
  for (const name of ["key", "me", "show"]) localStorage.removeItem(name);
  location.reload();
};
at("tongue").value = tongue;
at("tongue").onchange = () => { speak(at("tongue").value); draw(); };
at("hold").onclick = () => give(at("hold"), state.show?.state === "paused" ? "resume" : "pause");
at("restart").onclick = () => give(at("restart"), "restart");
at("next").onclick = () => give(at("next"), "next");
at("sync").onclick = () => give(at("sync"), "sync");
at("blackout").onclick = () => give(at("blackout"), "blackout", { switch: state.show?.dark ? "off" : "on" });

setInterval(() => { if (state.old) { if (state.show) drawAge(); } else tick(); }, 250);
setInterval(readLine, 500);

takeKeyFromAddress();
dress();
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {}); // a house without a trusted certificate
enter();
