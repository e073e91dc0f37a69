// The phone's page: shows what the show says, gives orders, and decides nothing.

import { ask, follow, keep, key, picture, press, takeKeyFromAddress } from "./link.js";
import { drawComing, drawScreens, drawVersions } from "./lineup.js";
import { followMeters } from "./meters.js";
import { asked, at, clock, full, made, rows, text } from "./parts.js";
import { drawStills, markStill } from "./stills.js";
import { dress, heard, heardWord, speak, tongue, word } from "./words.js";

const state = { show: null, heardMs: 0, old: true, me: null, line: "", busy: new Set() };

const may = (role) => state.me !== null && ({ attendant: ["attendant", "technician"], technician: ["technician"] })[role].includes(state.me.role);

// orders

// What it did, where it can be taken back, is said beside the button that does so.
async function give(button, name, words, did = "") {
  if (state.old || state.busy.has(button)) return false;
  state.busy.add(button);
  button.setAttribute("aria-busy", "true");
  const reply = await press(name, words);
  state.busy.delete(button);
  button.removeAttribute("aria-busy");
  say(reply === null ? word.late : reply.ok ? "" : full(heard(reply.said ?? reply.text)));
  if (reply?.ok && did) offerUndo(did, reply.undo);
  return reply?.ok ?? false;
}

function offerUndo(did, undo) {
  at("undoing").hidden = !undo;
  document.body.classList.toggle("undoes", Boolean(undo));
  text(at("did"), did);
  at("undo").onclick = async () => { if (await give(at("undo"), undo.order, undo.words)) offerUndo("", null); };
}

let saying = 0;
function say(wanted) {
  clearTimeout(saying);
  text(at("said"), wanted);
  if (wanted) saying = setTimeout(() => text(at("said"), ""), 6000);
}

// the show in words

function headline(show) {
  const ill = show.screens.filter((one) => one.fault || one.slow || !one.display || one.pid === null);
  const told = (one) => full(`${one.screen}: ${heard(one.fault || one.slow) || (one.display ? word.restarting : word.noDisplay)}`);
  const waits = show.versions.filter((one) => one.state === "approval");
  const broken = show.versions.filter((one) => one.state === "broken");
  if (show.screens.length && show.screens.every((one) => !one.display)) return ["trouble", word.noDisplays, word.cables];
  if (show.aligning) return ["note", word.aligning, word.aligningDetail];
  if (show.state === "waiting") return ["busy", word.waiting, word.waitingDetail];
  if (show.stage.pid === null) return ["care", word.stage, word.stageDetail];
  if (show.state === "starting") return ["busy", word.starting, word.startingDetail];
  if (ill.length) return ["care", word.look, ill.map(told).join(" ")];
  const away = show.machines.filter((one) => !one.there).map((one) => one.name);
  if (away.length && show.state !== "closed") return ["care", word.away(away), word.awayDetail];
  if (show.state === "closed") return ["note", word.closed, word.closedDetail];
  if (show.dark) return ["note", word.dark, word.darkDetail];
  if (show.state === "paused") return ["note", word.paused, word.pausedDetail];
  if (waits.length) return ["note", word.playing, word.approval(waits[0].title || waits[0].id)];
  if (broken.length) return ["note", word.playing, word.broken(broken.map((one) => one.title || one.id).join(", "))];
  const screens = show.machines.reduce((sum, one) => sum + one.screens.length, 0) || show.screens.length;
  return ["well", word.well, word.wellDetail(screens)];
}

// drawing

function draw() {
  const show = state.show;
  document.body.classList.toggle("old", state.old);
  for (const button of document.querySelectorAll(".steers button, .steers input, #beats button, #screens button, #versions button, #coming button, #undo, #choices button")) {
    button.disabled = state.old || (button.id === "hold" && !["playing", "paused"].includes(show?.state));
  }
  if (!show) { sentence("busy", word.connecting, word.connectingDetail); return; }
  if (state.old) drawAge(); else sentence(...headline(show));
  text(at("title"), show.title);
  text(at("whose"), `${state.me.name} · ${word.roles[state.me.role]}`);
  drawScreens(show, may, give);
  drawComing(show, may, give);
  drawStory(show);
  drawReading(show);
  drawSound(show);
  drawVersions(show, may, give);
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
  const age = seconds < 90 ? word.seconds(seconds) : word.minutes(Math.round(seconds / 60));
  if (state.doorThere) sentence("trouble", word.silent, word.silentDetail(age));
  else sentence("trouble", word.lost, word.lostDetail(age));
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
  drawStills(show, may("attendant"));
  tick();
}

function tick() {
  const show = state.show;
  if (!show?.cycle_s) return;
  const now = storyNow(show);
  text(at("now"), clock(now));
  at("done").style.setProperty("--share", (now / show.cycle_s).toFixed(4));
  const here = show.beats.filter(([, seconds]) => seconds <= now + 0.05).length - 1;
  markStill(show.beats[here]?.[0]);
  [...at("beats").children].forEach((chip, n) => {
    const current = n === here;
    if ((chip.getAttribute("aria-current") === "true") === current) return;
    chip.setAttribute("aria-current", String(current));
    if (current) at("beats").scrollTo({ left: chip.offsetLeft - at("beats").clientWidth / 2 + chip.clientWidth / 2, behavior: "smooth" });
  });
}

// What is to be read on the wall: subtitles, and what each screen shows.
function drawReading(show) {
  at("reading").hidden = !may("attendant") || !(show.languages.length || show.labelled);
  rows(at("subtitles"), show.languages.length ? ["off", ...show.languages] : [], (one) => one, (one) => {
    const chip = made("button", one === "off" ? word.none : named(one));
    chip.dataset.language = one === "off" ? "" : one;
    if (one !== "off") chip.lang = one;
    chip.onclick = () => give(chip, "subtitles", { language: one });
    return chip;
  });
  for (const chip of at("subtitles").children) chip.setAttribute("aria-pressed", String(show.screens.every((one) => one.language === chip.dataset.language)));
  at("subtitlehead").hidden = !show.languages.length;
  at("labels").hidden = !show.labelled;
}

// A language's own name, as it stands on a button.
function named(code) {
  const name = new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

function drawSound(show) {
  const choices = [...show.screens.map((one) => [one.screen, one.screen]), ["all", word.all], ["none", word.nobody], ...(show.voice_by_story ? [["story", word.story]] : [])];
  rows(at("voices"), choices, ([voice]) => voice, ([voice, label]) => {
    const chip = made("button", label);
    chip.dataset.voice = voice;
    chip.onclick = () => give(chip, "voice", { screen: voice });
    return chip;
  });
  for (const chip of at("voices").children) chip.setAttribute("aria-pressed", String(chip.dataset.voice === show.voice));
  const heard = [...show.screens, ...[...show.hearing, show.overall].map((one) => ({ ...one, screen: one.name }))];
  rows(at("levels"), heard, (one) => one.screen, (one) => level(one.screen));
  heard.forEach((one, n) => {
    const row = at("levels").children[n], [slider, output] = row.querySelectorAll("input, output"), mute = row.querySelector("button");
    mute.setAttribute("aria-pressed", String(one.muted));
    if (slider.dataset.held) return; // a thumb is on it
    if (slider.valueAsNumber !== one.level) slider.value = one.level;
    text(output, `${one.level} %`);
  });
}

function level(screen) {
  const row = made("div"), label = made("label"), slider = made("input"), output = made("output"), mute = made("button", word.mute);
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
  const name = screen === "all" ? word.together : screen;
  label.append(made("span", name), slider, output);
  mute.className = "plain";
  mute.setAttribute("aria-label", `${word.mute}: ${name}`);
  mute.onclick = () => give(mute, "mute", { screen, switch: mute.getAttribute("aria-pressed") === "true" ? "off" : "on" });
  const peak = made("i", "", "peak");
  peak.dataset.heard = screen;
  row.append(label, mute, peak);
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
  const turn = async (button, until) => {
    if (!open) give(button, "open", { until });
    else if (await asked(until ? word.closeHourAsk : word.closeAsk, word.close) !== null) give(button, "close", { until });
  };
  at("door").onclick = () => turn(at("door"), "");
  at("hour").onclick = () => turn(at("hour"), "60");
  rows(at("projectors"), show.projectors, (one) => one.name, () => {
    const row = made("li");
    row.append(made("span", "", "name"), made("span", "", "how"), made("p", "", "why"));
    return row;
  });
  show.projectors.forEach((one, n) => {
    const row = at("projectors").children[n];
    row.dataset.tone = one.trouble ? "care" : "still";
    text(row.querySelector(".name"), one.name);
    text(row.querySelector(".how"), [one.power ? heardWord(one.power) : word.noAnswer, heard(one.hours)].filter(Boolean).join(", "));
    text(row.querySelector(".why"), one.trouble.text === one.power ? "" : full(heard(one.trouble)));
  });
}

function drawNotes(show) {
  at("notes").hidden = !show.notes.length || !may("attendant");
  const notes = show.notes.map((note) => full(heard(note)));
  rows(at("notelist"), notes, (note) => note, (note) => made("li", note));
}

function drawOrders(show) {
  const held = show.state === "paused";
  at("hold").classList.toggle("held", held);
  text(at("hold").querySelector(".word"), held ? word.resume : word.pause);
  at("blackout").setAttribute("aria-pressed", String(show.dark));
  text(at("blackout").lastElementChild, show.dark ? word.light : word.blackout);
}

// the wall as it is now

const WALL_MS = 220; // what is seen is at most 400 ms old: the stage draws eight a second
const VISITOR_MS = 1000;

// A picture is there whole before it takes the place of the one that is seen; null: it is none.
function whole(picture) {
  return new Promise((there) => {
    const next = made("img");
    Object.assign(next, { id: "wall", alt: "", decoding: "sync" });
    next.onload = next.onerror = ({ type }) => {
      URL.revokeObjectURL(next.src);
      there(type === "load" ? next : null);
    };
    next.src = URL.createObjectURL(picture);
  });
}

async function showWall() {
  const began = performance.now();
  const found = document.hidden || state.old || state.me === null ? undefined : await picture();
  if (found === null) at("wall").hidden = true;
  const next = found && await whole(found);
  if (next) at("wall").replaceWith(next);
  const every = found && may("attendant") ? WALL_MS : VISITOR_MS;
  setTimeout(showWall, Math.max(0, every - (performance.now() - began)));
}

// the line of this moment, for who only reads

async function readLine() {
  if (document.hidden || state.old || may("attendant")) return;
  const { status, said } = await ask(`/captions?language=${encodeURIComponent(state.line)}`);
  if (status !== 200) return;
  at("line").hidden = !said.languages.length;
  text(at("spoken"), said.text || word.silence);
  rows(at("linetongues"), said.languages, (one) => one, (one) => {
    const chip = made("button", named(one));
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
  const before = localStorage.getItem("show");
  if (before && !state.show) ({ show: state.show, heardMs: state.heardMs } = JSON.parse(before));
  draw();
  follow({
    told(show) {
      Object.assign(state, { show, heardMs: Date.now(), heardAt: performance.now(), old: false, doorThere: false });
      draw();
    },
    lost(doorThere) {
      if (!state.old && state.show) localStorage.setItem("show", JSON.stringify({ show: state.show, heardMs: state.heardMs }));
      Object.assign(state, { old: true, doorThere });
      draw();
    },
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
at("labels").onclick = () => give(at("labels"), "labels");
for (const one of ["choice", "ask"]) at(one).addEventListener("click", (event) => { if (event.target === at(one)) at(one).close(); });
at("keepit").onclick = () => offerUndo("", null);
at("dismiss").onclick = () => at("choice").close();
at("blackout").onclick = () => give(at("blackout"), "blackout", { switch: state.show?.dark ? "off" : "on" });

setInterval(() => { if (state.old) { if (state.show) drawAge(); } else tick(); }, 250);
setInterval(readLine, 700);
followMeters(() => !state.old && may("attendant"));
showWall();

takeKeyFromAddress();
dress();
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {}); // a house without a trusted certificate
enter();
