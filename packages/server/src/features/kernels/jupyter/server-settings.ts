/** The one kernel that a project's Jupyter Server offers. */
export const kernelName = 'notelab';

const mebibyte = 2 ** 20;

/**
 * Settings of a project's Jupyter Server. It listens on a unix socket that is in no other jail, and kernels speak with
 * it by such sockets, too: nothing that is on the network can reach it, so it asks for no token.
 */
export function jupyterConfig({ run, root }: { run: string; root: string }): string {
  return `
import os
c.ServerApp.sock = ${quote(`${run}/jupyter.sock`)}
c.ServerApp.token = ''
c.ServerApp.password = ''
c.ServerApp.cookie_secret = os.urandom(32)
c.ServerApp.disable_check_xsrf = True
c.ServerApp.open_browser = False
c.ServerApp.allow_root = True
c.ServerApp.root_dir = ${quote(root)}
c.ServerApp.jpserver_extensions = {}
c.ServerApp.terminals_enabled = False
# What a kernel prints faster is left out, and said so: it would fill the memory.
c.ServerApp.iopub_data_rate_limit = ${8 * mebibyte}
c.ServerApp.iopub_msg_rate_limit = 2000
c.ServerApp.rate_limit_window = 3
c.KernelSpecManager.ensure_native_kernel = False
c.MappingKernelManager.default_kernel_name = '${kernelName}'
c.KernelManager.transport = 'ipc'
c.KernelManager.shutdown_wait_time = 1.0
# One that has died is not started again by itself: its variables are gone, and people must know.
c.KernelRestarter.restart_limit = 0
c.KernelRestarter.time_to_dead = 1.0
`;
}

export function kernelSpec(python: string): string {
  return JSON.stringify({
    argv: [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
    display_name: 'Python',
    language: 'python',
  });
}

/** JSON's texts are Python's, too. */
const quote = (text: string) => JSON.stringify(text);
