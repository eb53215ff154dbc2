// Shows characters that are invisible or that change the direction of text.

/** Control characters except tab and line ends, zero-width marks, and marks of direction. */
const HIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** Replaces hidden characters by their escapes, such as `\u202e`, which a browser does not obey. */
export function visible(text: string): string {
  return text.replace(HIDDEN, escaped);
}

/** Replaces hidden characters in another way, as the syntax of a sample requires. */
export function replaceHidden(text: string, replace: (character: string) => string): string {
  return text.replace(HIDDEN, replace);
}

/** Returns the escape of a character, valid in JSON, JavaScript and Python. */
export function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
