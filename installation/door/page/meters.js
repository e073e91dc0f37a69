// Meters of what is heard: asked for only while they are seen.

import { ask } from "./link.js";
import { at } from "./parts.js";

const EVERY_MS = 250, REST_MS = 1000;
const FLOOR_DB = -54; // what is quieter shows nothing

const share = (peak) => peak > 0 ? Math.min(Math.max(1 - 20 * Math.log10(peak) / FLOOR_DB, 0), 1) : 0;
const zone = (peak) => peak < 0.251 ? "well" : peak < 0.708 ? "care" : "trouble"; // -12 and -3 dB

// Moves the meters for as long as the section of sound is on the phone's screen, and wanted() says so.
export function followMeters(wanted) {
  let seen = false;
  new IntersectionObserver((found) => { seen = found.at(-1).isIntersecting; }).observe(at("sound"));
  async function look() {
    const asks = seen && wanted() && !document.hidden;
    const { status, said } = asks ? await ask("/api/meters") : { status: 0, said: null };
    for (const bar of document.querySelectorAll("#levels .peak")) {
      const peak = status === 200 ? said[bar.dataset.heard] ?? 0 : 0;
      bar.style.setProperty("--share", share(peak).toFixed(3));
      bar.dataset.tone = zone(peak);
    }
    setTimeout(look, asks ? EVERY_MS : REST_MS);
  }
  look();
}
