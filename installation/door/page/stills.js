// The versions' own pictures at the story's beats, a column for each beat, a row for each screen.

import { picture } from "./link.js";
import { at, made, rows } from "./parts.js";

const KEPT = 200;
const blobs = new Map(); // path to a promise of an address in this page

function load(path) {
  if (!blobs.has(path)) {
    if (blobs.size >= KEPT) blobs.delete(blobs.keys().next().value);
    blobs.set(path, picture(path).then((found) => {
      if (found === null) setTimeout(() => blobs.delete(path), 5000); // it may be made in a moment
      return found && URL.createObjectURL(found);
    }));
  }
  return blobs.get(path);
}

// A version's picture at a beat: [beat, file] of those that it has.
function still(show, screen, beat) {
  const version = show.versions.find((one) => one.id === screen.version);
  const file = version?.pictures.find(([name]) => name === beat)?.[1];
  return file ? `/pictures/versions/${version.revision}/${file}` : "";
}

export function drawStills(show, may) {
  const columns = show.beats.map(([beat]) => [beat, show.screens.map((one) => still(show, one, beat))]);
  const any = may && columns.some(([, paths]) => paths.some(Boolean));
  at("stills").hidden = !any;
  rows(at("stills"), any ? columns : [], (column) => column, ([beat, paths]) => {
    const column = made("div");
    column.dataset.beat = beat;
    for (const path of paths) {
      const shown = made("img");
      shown.alt = "";
      column.append(shown);
      if (path) load(path).then((address) => { if (address) shown.src = address; });
    }
    return column;
  });
}

export function markStill(beat) {
  for (const column of at("stills").children) {
    const here = column.dataset.beat === beat;
    if (column.classList.contains("here") === here) continue;
    column.classList.toggle("here", here);
    if (here) at("stills").scrollTo({ left: column.offsetLeft - at("stills").clientWidth / 2 + column.clientWidth / 2, behavior: "smooth" });
  }
}
