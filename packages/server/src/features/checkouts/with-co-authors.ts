import type { GitIdentity } from '@notelab/git';

const trailer = /^[A-Za-z][\w-]*: \S/;

/** A message with a `Co-authored-by` line for each person it does not name yet, among its other trailers. */
export function withCoAuthors(message: string, people: GitIdentity[]): string {
  const lines = people
    .map(({ name, email }) => `Co-authored-by: ${clean(name) || clean(email)} <${clean(email)}>`)
    .filter((line) => !message.toLowerCase().includes(line.toLowerCase()));
  if (lines.length === 0) return message;
  const text = message.trimEnd();
  const paragraphs = text.split(/\n[ \t]*\r?\n/);
  const last = paragraphs.length > 1 ? paragraphs.at(-1)!.split('\n') : [];
  const hasTrailers = last.length > 0 && last.every((line) => trailer.test(line));
  return `${text}${hasTrailers ? '\n' : '\n\n'}${lines.join('\n')}\n`;
}

const clean = (text: string) => text.replace(/[<>\p{Cc}]/gu, '').trim();
