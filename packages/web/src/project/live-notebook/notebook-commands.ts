/** What kernels can do for a notebook. The blocks that it is about are handed over in their order. */
export interface NotebookCommands {
  run(ids: readonly string[]): void;
  interrupt(): void;
  restart(): void;
}

/** Where what can run a notebook says so. Without it keys that run go on to the next block. */
export interface CommandRegistry {
  /** @returns takes them back */
  register(commands: Partial<NotebookCommands>): () => void;
  find<Name extends keyof NotebookCommands>(name: Name): NotebookCommands[Name] | null;
}

export function createCommandRegistry(): CommandRegistry {
  let registered: Partial<NotebookCommands>[] = [];
  return {
    register(commands) {
      registered = [commands, ...registered];
      return () => {
        registered = registered.filter((other) => other !== commands);
      };
    },
    find: (name) => registered.find((commands) => commands[name])?.[name] ?? null,
  };
}
