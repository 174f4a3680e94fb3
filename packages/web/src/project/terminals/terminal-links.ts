/**
 * What becomes a link in a terminal's output. Only https: a program can print any address, `javascript:` too, and a
 * plain one could be read and changed on its way.
 */
export const linkPattern = /https:\/\/[^\s"'!*(){}|\\^<>`]*[^\s"':,.!?{}|\\^~[\]`()<>]/;

/** Whether a link may be followed, also one whose address the program hides behind other words (OSC 8). */
export function mayFollow(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === 'https:';
}
