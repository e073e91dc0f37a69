// Which version is on which screen, what waits, and what can be decided about it.

import { asked, at, capital, clock, full, made, rows, text } from "./parts.js";
import { heard, word } from "./words.js";

const ARRIVING = ["settling", "waiting", "indexing"];
const TONES = { approval: "note", broken: "trouble", aside: "care", retired: "still" };
const FIRST = ["note", "trouble", "care", "busy", "well", "still"]; // what the list begins with

const drawn = new WeakMap(); // the show that a row was drawn from last

const tone = (version) => TONES[version.state] ?? (ARRIVING.includes(version.state) ? "busy" : "well");
const title = (show, id) => show.versions.find((one) => one.id === id)?.title || id;
const onScreen = (show, screen) => show.screens.find((one) => one.screen === screen)?.version ?? "";

// Says when a line-up takes over: where in the story, and in how long that is.
function when(show, place) {
  if (place === "now") return word.now;
  const places = { boundary: show.cycle_s, ...Object.fromEntries(show.beats) };
  const where = place === "boundary" ? word.boundary : word.beat(place);
  if (show.state !== "playing" || !show.cycle_s || !(place in places)) return where;
  const left = places[place] - show.story_s;
  return `${where}, ${word.inTime(clock(left < 0 ? left + show.cycle_s : left))}`;
}

function leaves(show, version) {
  const screens = show.screens.filter((one) => one.version === version.id).map((one) => one.screen);
  return screens.length ? word.leaves(screens.join(", "), when(show, show.swap_at)) : word.leavesNothing;
}

// the screens

function condition(show, one) {
  if (!one.display) return ["care", word.noDisplay];
  if (one.pid === null) return ["care", word.restarting];
  if (one.fault) return ["care", word.trouble];
  if (!one.version || one.frame < 0) return ["busy", word.comes];
  if (show.state === "closed") return ["note", word.screenClosed];
  if (show.state === "paused") return ["note", word.screenPaused];
  return one.slow ? ["care", word.slow] : ["well", word.inStep];
}

export function drawScreens(show, may, give) {
  const changes = may("technician");
  rows(at("screens"), show.screens, (one) => [one.screen, changes], (one) => {
    const row = made("li"), what = made(changes ? "button" : "div", "", "what"), who = made("span", "", "who");
    who.append(made("span", "", "name"), " · ", made("span", "", "how"), made("span", "", "more"));
    what.append(made("span", "", "film"), who, made("span", "", "then"));
    if (changes) {
      what.setAttribute("aria-haspopup", "dialog");
      what.onclick = () => choose(drawn.get(what), one.screen, what, give);
    }
    row.append(what);
    return row;
  });
  show.screens.forEach((one, n) => {
    const row = at("screens").children[n], [mark, how] = condition(show, one);
    row.dataset.tone = mark;
    drawn.set(row.firstElementChild, show);
    text(row.querySelector(".film"), one.title || one.version || one.screen);
    text(row.querySelector(".name"), one.speaks ? `${one.screen} ♪ ${one.level} %` : one.screen);
    text(row.querySelector(".how"), how);
    const more = [one.language && word.reads(one.language), one.screen in show.pinned && word.pinned].filter(Boolean);
    text(row.querySelector(".more"), more.map((each) => ` · ${each}`).join(""));
    const later = show.coming?.screens[one.screen];
    const next = row.querySelector(".then");
    next.hidden = !later || later === one.version;
    text(next, later ? word.then(title(show, later)) : "");
  });
}

// Opens a sheet; each of its choices is {label, pressed, current}.
function sheet(heading, choices) {
  text(at("choosing"), heading);
  at("choices").replaceChildren(...choices.map(({ label, pressed, current }) => {
    const item = made("li"), one = made("button", label, "plain");
    if (current) one.setAttribute("aria-current", "true");
    one.onclick = () => { at("choice").close(); pressed(); };
    item.append(one);
    return item;
  }));
  at("choice").showModal();
}

// What a screen may show instead.
function choose(show, screen, row, give) {
  const shown = onScreen(show, screen), pinned = show.pinned[screen], choices = [];
  const offer = (label, will, name, words, current = false) => {
    const pressed = async () => { if (await asked(will, word.change) !== null) give(row, name, words, `${screen}: ${label}`); };
    choices.push({ label, pressed, current });
  };
  const moment = when(show, show.swap_at);
  for (const one of show.versions.filter((each) => each.state === "ready")) {
    const label = one.title || one.id, before = title(show, shown);
    const will = one.id === shown ? word.willKeep(screen, label) : word.willPin(screen, label, before, moment);
    if (pinned !== one.id) offer(label, will, "pin", { version: one.id, screen }, one.id === shown);
  }
  if (pinned) offer(word.unpin, word.willUnpin(screen, moment), "unpin", { screen });
  if (shown) offer(word.rollback, word.willRollback(screen, title(show, shown), moment), "rollback", { screen });
  sheet(word.choose(screen), choices);
}

// what comes next

export function drawComing(show, may, give) {
  const changes = Object.entries(show.coming?.screens ?? {}).filter(([screen, version]) => onScreen(show, screen) !== version);
  at("coming").hidden = !changes.length;
  if (!changes.length) return;
  const what = changes.map(([screen, version]) => word.shows(screen, title(show, version))).join("; ");
  text(at("cometext"), word.comingText(what, when(show, show.coming.at)));
  at("swap").hidden = !may("attendant");
  at("swap").onclick = () => {
    const places = ["now", ...show.beats.filter(([, seconds]) => show.state === "playing" && seconds > show.story_s + 1).slice(0, 1).map(([name]) => name), "boundary"];
    sheet(word.swapWhen(what), places.map((place) => ({
      label: capital(when(show, place)), current: place === show.coming.at,
      pressed: () => give(at("swap"), "swap", { at: place }),
    })));
  };
}

// the versions that wait, arrive, or were set aside

function decisions(show, one) {
  const moment = when(show, show.swap_at), label = one.title || one.id;
  switch (one.state) {
    case "approval": return [["approve", word.approve, word.willApprove(label, moment)], ["reject", word.reject, word.willReject(label, leaves(show, one))]];
    case "ready": return [["retire", word.retire, word.willRetire(label, leaves(show, one))]];
    case "aside": case "retired": return [["restore", word.restore, word.willRestore(label, moment)]];
    case "broken": return [["recheck", word.recheck, ""]];
    default: return [];
  }
}

export function drawVersions(show, may, give) {
  const list = [...show.versions].sort((a, b) => FIRST.indexOf(tone(a)) - FIRST.indexOf(tone(b)));
  at("versions").hidden = !list.length || !may("attendant");
  rows(at("versionlist"), list, (one) => [one.id, one.state, may("technician")], (one) => {
    const row = made("li"), what = made("div", "", "what"), deeds = made("div", "", "deeds");
    what.append(made("p", "", "film"), made("p", "", "how"), made("progress"), made("p", "", "why"));
    for (const [name, label] of may("technician") ? decisions(show, one) : []) {
      const button = made("button", label, "plain small");
      button.onclick = async () => {
        const now = drawn.get(row), version = now.versions.find((each) => each.id === one.id);
        const will = decisions(now, version).find(([each]) => each === name)?.[2];
        const reason = will ? await asked(will, label, name === "reject") : "";
        if (reason !== null) give(button, name, name === "reject" ? { version: one.id, reason } : { version: one.id }, `${label}: ${version.title || one.id}`);
      };
      deeds.append(button);
    }
    row.append(what, deeds);
    return row;
  });
  list.forEach((one, n) => {
    const row = at("versionlist").children[n];
    const bar = row.querySelector("progress"), label = one.title || one.id;
    drawn.set(row, show);
    row.dataset.tone = tone(one);
    text(row.querySelector(".film"), label);
    text(row.querySelector(".how"), standing(one));
    bar.hidden = one.state !== "indexing";
    bar.value = one.share;
    bar.setAttribute("aria-label", label);
    text(row.querySelector(".why"), one.state === "indexing" ? "" : [one.reason, one.advice].map(heard).filter(Boolean).map(full).join(" "));
    for (const button of row.querySelectorAll("button")) button.setAttribute("aria-label", `${button.textContent}: ${label}`);
  });
}


function standing(one) {
  if (one.state === "ready" && one.screens.length) return word.on(one.screens.join(", "));
  if (one.state !== "indexing") return word.states[one.state];
  const step = one.step ? word.steps[one.step] : word.states.indexing;
  const left = one.eta_s === null ? "" : `, ${word.left(one.eta_s < 90 ? word.seconds(Math.round(one.eta_s)) : word.minutes(Math.round(one.eta_s / 60)))}`;
  return `${step}, ${Math.round(one.share * 100)} %${left}`;
}
