/** What was typed as one requirement of pip each. `name @ https://…` is one, though it has blanks. */
export function toRequirements(text: string): string[] {
  return text
    .trim()
    .replace(/\s+@\s+/g, '@')
    .replace(/\s*([<>=!~]=?=?|,)\s*/g, '$1')
    .split(/\s+/)
    .filter((requirement) => requirement !== '')
    .map((requirement) => requirement.replace(/^([A-Za-z0-9._[\],-]+)@(?=https:)/, '$1 @ '));
}
