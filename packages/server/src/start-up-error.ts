/** Why Notelab cannot start, in one line for the person who started it. */
export class StartUpError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartUpError';
  }
}
