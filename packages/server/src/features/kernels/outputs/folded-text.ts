/** A line without end is taken as finished at this length. */
const maxLineLength = 64 * 1024;

/**
 * What a program prints, as a terminal would show it line by line: `\r` and backspaces go back in the line, and
 * what comes next takes the place of what stands there. Of too much text the beginning and the end are kept.
 */
export class FoldedText {
  readonly #limits: { head: number; tail: number };
  #head = '';
  #tail = '';
  #omitted = 0;
  /** The line that is still being printed, and where in it the next letter goes. */
  #line = '';
  /** In its place once something in it was overwritten: as a text it would be copied each time. */
  #units: string[] | null = null;
  #column = 0;

  constructor(limits: { head: number; tail: number }) {
    this.#limits = limits;
  }

  append(text: string): void {
    for (const part of text.split(/([\r\n\b])/)) {
      if (part === '\r') this.#column = 0;
      else if (part === '\b') this.#column = Math.max(0, this.#column - 1);
      else if (part === '\n') this.#endLine('\n');
      else this.#write(part);
    }
  }

  /** Whether something is left out. */
  isFolded(): boolean {
    return this.#omitted > 0 || this.#tail.length + this.#lineLength() > this.#limits.tail;
  }

  toString(): string {
    const line = this.#lineText();
    if (!this.isFolded()) return `${this.#head}${this.#tail}${line}`.toWellFormed();
    const end = lastPart(this.#tail + line, this.#limits.tail);
    const omitted = this.#omitted + this.#tail.length + line.length - end.length;
    return `${this.#head}\n… ${omitted.toLocaleString('en')} characters left out …\n${end}`.toWellFormed();
  }

  #write(part: string): void {
    if (part === '') return;
    if (this.#column < this.#line.length) this.#units ??= this.#line.split('');
    if (this.#units) for (let at = 0; at < part.length; at++) this.#units[this.#column + at] = part[at]!;
    else this.#line += part;
    this.#column += part.length;
    if (this.#lineLength() > maxLineLength) this.#endLine('');
  }

  #lineText = (): string => this.#units?.join('') ?? this.#line;
  #lineLength = (): number => this.#units?.length ?? this.#line.length;

  #endLine(end: string): void {
    this.#keep(this.#lineText() + end);
    this.#line = '';
    this.#units = null;
    this.#column = 0;
  }

  #keep(text: string): void {
    const room = this.#tail === '' ? this.#limits.head - this.#head.length : 0;
    const first = firstPart(text, room);
    this.#head += first;
    this.#tail += text.slice(first.length);
    // Not with every piece: each cut copies the text.
    if (this.#tail.length <= 2 * this.#limits.tail) return;
    const kept = lastPart(this.#tail, this.#limits.tail);
    this.#omitted += this.#tail.length - kept.length;
    this.#tail = kept;
  }
}

/** The beginning of a text, without half a letter at its end. */
function firstPart(text: string, length: number): string {
  if (text.length <= length) return text;
  const isSplit = /[\ud800-\udbff]/.test(text.charAt(length - 1));
  return text.slice(0, Math.max(0, isSplit ? length - 1 : length));
}

function lastPart(text: string, length: number): string {
  if (text.length <= length) return text;
  const start = text.length - length;
  return text.slice(/[\udc00-\udfff]/.test(text.charAt(start)) ? start + 1 : start);
}
