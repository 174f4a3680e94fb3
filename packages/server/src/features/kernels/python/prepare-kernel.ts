/** What a kernel is to find before it runs a block. */
export interface Preparation {
  /** Folders whose modules can be imported, before all others. */
  paths: string[];
  /** Modules that changed on disk are loaded again before each run. */
  autoreload: boolean;
}

/** It is an expression that leaves no name behind, and does nothing when all is as it is to be. */
const program = `
import importlib, os, site, sys, sysconfig
from IPython import get_ipython
shell = get_ipython()
own = sysconfig.get_path('purelib')
packages = os.stat(own).st_mtime_ns if os.path.isdir(own) else None
before = getattr(shell, '_notelab', {'paths': [], 'autoreload': False, 'packages': packages})
if before['packages'] != packages:
    importlib.invalidate_caches()
    # Python reads only at its start where packages are that were installed as editable.
    site.addsitedir(own)
if before['paths'] != paths:
    kept = [path for path in sys.path if path not in before['paths'] and path not in paths]
    sys.path[:] = paths + kept
if before['autoreload'] != autoreload:
    if autoreload:
        shell.run_line_magic('load_ext', 'autoreload')
    shell.run_line_magic('autoreload', '2' if autoreload else '0')
shell._notelab = {'paths': paths, 'autoreload': autoreload, 'packages': packages}
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
