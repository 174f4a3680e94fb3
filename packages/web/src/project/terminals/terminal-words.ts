import type { Terminal } from '@notelab/contract';

/** “yours” or the owner's name. */
export function whose({ owner }: Terminal, userId: string): string {
  return owner.id === userId ? 'yours' : owner.name;
}

/** “Bea”, “Bea and Cy”, “Bea, Cy and Dan”. */
export function inWords(names: string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Says who types while it is not the owner, and what that means for git; null while the owner types. */
export function handOverInWords({ owner, typist }: Terminal, userId: string): string | null {
  if (!typist) return null;
  const who = typist.id === userId ? 'You type' : `${typist.name} types`;
  const taker = owner.id === userId ? 'you take' : `${owner.name} takes`;
  return `${who}. Git has no access in this terminal until ${taker} it back.`;
}

/** Says to somebody who types in vain who it is that types; null for those whose keys are taken. */
export function whyNotTyping({ owner, typist }: Terminal, userId: string): string | null {
  const typing = typist ?? owner;
  if (typing.id === userId) return null;
  if (owner.id === userId) return `${typing.name} types here. Take the terminal back to type yourself.`;
  return `You are watching: only ${typing.name} types here.`;
}

/** Says that a terminal that was open here is there no more. */
export function goneInWords({ name, owner }: Terminal, userId: string): string {
  return owner.id === userId
    ? `${name} is gone: it was closed elsewhere, or the Notelab server was restarted.`
    : `You no longer see ${owner.name}’s ${name}: it was closed, or is no longer shared.`;
}
