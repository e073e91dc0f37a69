// A form for each call in the door's description, and what came back.

import { keep, key } from "./link.js";

const at = (id) => document.getElementById(id);

function made(kind, content = "", name = "") {
  const one = document.createElement(kind);
  one.textContent = content;
  one.className = name;
  return one;
}

function fieldsOf(call) {
  const schema = call.requestBody?.content["application/json"].schema;
  const words = Object.entries(schema?.properties ?? {}).map(([name, about]) => ({ name, about, needed: schema.required.includes(name) }));
  const asked = (call.parameters ?? []).filter((one) => one.in === "query").map((one) => ({ name: one.name, about: one, needed: false }));
  return [...words, ...asked];
}

function form(path, method, call) {
  const one = made("form"), inputs = [];
  const head = made("h2");
  head.append(made("code", `${method.toUpperCase()} ${path}`), made("span", call.tags?.[0] ?? "", "role"));
  one.append(head, made("p", call.summary ?? ""));
  for (const { name, about, needed } of fieldsOf(call)) {
    const label = made("label", `${name}${needed ? "" : " (if any)"}: ${about.description ?? ""} `), input = made("input");
    Object.assign(input, { name, required: needed, placeholder: about.examples?.[0] ?? "" });
    label.append(input);
    inputs.push(input);
    one.append(label);
  }
  const answer = made("pre");
  answer.hidden = true;
  one.append(made("button", "Send", "plain"), answer);
  one.onsubmit = async (event) => {
    event.preventDefault();
    keep(at("key").value.trim());
    const words = Object.fromEntries(inputs.filter((input) => input.value).map((input) => [input.name, input.value]));
    const reads = method === "get";
    const began = performance.now();
    const reply = await fetch(reads ? `${path}?${new URLSearchParams(words)}` : path, {
      method: method.toUpperCase(), headers: { authorization: `Bearer ${key()}` }, body: reads ? undefined : JSON.stringify(words),
    });
    const said = await reply.text();
    answer.hidden = false;
    answer.textContent = `${reply.status}, ${Math.round(performance.now() - began)} ms\n${pretty(said)}`;
  };
  return one;
}

function pretty(said) {
  try { return JSON.stringify(JSON.parse(said), null, 2); } catch { return said; }
}

at("key").value = key();
const described = await (await fetch("/api/openapi.json")).json();
for (const [path, methods] of Object.entries(described.paths)) {
  for (const [method, call] of Object.entries(methods)) at("calls").append(form(path, method, call));
}
