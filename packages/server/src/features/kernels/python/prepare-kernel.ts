/** What a kernel is to find before it runs a block. */
export interface Preparation {
  /** Folders whose modules can be imported, before all others. */
  paths: string[];
  /** Modules that changed on disk are loaded again before each run. */
  autoreload: boolean;
}

/** It is an expression that leaves no name behind, and does nothing when all is as it is to be. */
const program = `
import sys
from IPython import get_ipython
shell = get_ipython()
before = getattr(shell, '_notelab', {'paths': [], 'autoreload': False})
if before['paths'] != paths:
    kept = [path for path in sys.path if path not in before['paths'] and path not in paths]
    sys.path[:] = paths + kept
if before['autoreload'] != autoreload:
    if autoreload:
        shell.run_line_magic('load_ext', 'autoreload')
    shell.run_line_magic('autoreload', '2' if autoreload else '0')
shell._notelab = {'paths': paths, 'autoreload': autoreload}
`;

/** Content of an `execute_request` that prepares an IPython kernel, unseen by who uses it. */
export function prepareRequest({ paths, autoreload }: Preparation): Record<string, unknown> {
  // Python reads what JSON writes of texts and lists.
  const names = `{"paths": ${JSON.stringify(paths)}, "autoreload": ${autoreload ? 'True' : 'False'}}`;
  return {
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    stop_on_error: false,
    user_expressions: { prepared: `exec(${JSON.stringify(program)}, ${names})` },
  };
}
