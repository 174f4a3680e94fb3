// @ts-check

/**
 * What Notelab answers on the socket: a pass, a reason to show to the user, or nothing.
 * @typedef {{ kind: 'credential', username: string, password: string }
 *   | { kind: 'message', message: string }
 *   | { kind: 'nothing' }} CredentialAnswer
 */

/**
 * Reads the one JSON line that Notelab's server sends back. Anything unexpected is "nothing": a helper that
 * answers nothing lets git fail clearly, one that guesses could hand git a broken line.
 * @param {string} line
 * @returns {CredentialAnswer}
 */
export function parseCredentialAnswer(line) {
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: 'nothing' };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'nothing' };
  if ('username' in value && 'password' in value) {
    const { username, password } = value;
    if (isAttributeValue(username) && isAttributeValue(password)) {
      return { kind: 'credential', username, password };
    }
    return { kind: 'nothing' };
  }
  if ('message' in value && typeof value.message === 'string') {
    const message = toOneSafeLine(value.message);
    if (message !== '') return { kind: 'message', message };
  }
  return { kind: 'nothing' };
}

/**
 * @param {unknown} value
 * @returns {value is string}
 */
function isAttributeValue(value) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a control character would end or forge a line
  return typeof value === 'string' && value !== '' && !/[\u0000-\u001f\u007f]/.test(value);
}

/**
 * A terminal shows this text as it is: escape sequences could move the cursor or rewrite the screen, and
 * bidirectional or invisible formatting characters could make it read differently.
 * @param {string} text
 */
function toOneSafeLine(text) {
  return text
    .replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, 1000);
}
