import { inspect } from 'node:util';

/**
 * A token or another value that must not be printed. Logging, serialising or concatenating it gives
 * `[secret]`; the value is read with `reveal()` only, where it is put on a request or sealed.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
