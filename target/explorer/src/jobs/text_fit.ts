// Texts that fit into a width, as measured with their font.
import { visible } from "../visible.js";

const context = document.createElement("canvas").getContext("2d");

/** Returns the width of a text in pixels; `font` is its weight and size. */
export function textWidth(text: string, font: string): number {
  if (!context) return text.length * 8;
  context.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(visible(text)).width;
}

/** Shortens a text to a width, ending in an ellipsis. */
export function fitted(text: string, width: number, font: string): string {
  if (textWidth(text, font) <= width) return text;
  return `${text.slice(0, longestPrefix(text, width, font, "…"))}…`;
}

/** Breaks a text into two lines at most, after a word where that is possible. */
export function wrapped(text: string, width: number, font: string): string[] {
  if (textWidth(text, font) <= width) return [text];
  const most = Math.max(1, longestPrefix(text, width, font, ""));
  const word = /^.*[^\p{L}\p{N}]/su.exec(text.slice(0, most))?.[0].length ?? 0;
  const length = word > most / 2 ? word : most;
  return [text.slice(0, length), fitted(text.slice(length).trimStart(), width, font)];
}

function longestPrefix(text: string, width: number, font: string, end: string): number {
  let [fits, exceeds] = [0, text.length];
  while (exceeds - fits > 1) {
    const length = Math.floor((fits + exceeds) / 2);
    if (textWidth(text.slice(0, length) + end, font) <= width) fits = length;
    else exceeds = length;
  }
  return fits;
}
