// Small helpers for the page: they change only what has changed.

import { tongue, word } from "./words.js";

export const at = (id) => document.getElementById(id);

export function text(element, wanted) {
  if (element.textContent !== wanted) element.textContent = wanted;
}

export function made(kind, content = "", name = "") {
  const one = document.createElement(kind);
  one.textContent = content;
  one.className = name;
  return one;
}

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export const capital = (said) => said.charAt(0).toUpperCase() + said.slice(1);

// A whole sentence; one that begins with a name ("left: ...") keeps it as it is written.
export function full(said) {
  const first = said.split(" ", 1)[0];
  return (/^\p{L}+$/u.test(first) ? capital(said) : said) + (/[.!?:…]$/.test(said) || !said ? "" : ".");
}

// Makes the children of a list again only when other things are in it.
export function rows(list, things, name, make) {
  const names = JSON.stringify([tongue, things.map(name)]);
  if (list.dataset.names === names) return;
  list.dataset.names = names;
  list.replaceChildren(...things.map(make));
}

// Says once, in words, what will be, before it is. Comes to null when it is not wanted, else to the
// reason that was given for it, which is asked for only if so.
export function asked(question, yes, reason = false) {
  text(at("question"), question);
  text(at("yes"), yes);
  text(at("no"), word.no);
  at("whyrow").hidden = !reason;
  at("why").value = "";
  at("ask").showModal();
  return new Promise((answer) => {
    at("yes").onclick = () => { answer(at("why").value.trim()); at("ask").close(); };
    at("no").onclick = () => at("ask").close();
    at("ask").onclose = () => answer(null);
  });
}
