// A process of its own: shells started here inherit none of the server's open files, and drawing what a busy shell
// says keeps nobody else waiting.

import { writeFileSync } from 'node:fs';
import { type HostedTerminal, hostTerminal } from './hosted-terminal.ts';
import type { FromHost, ToHost } from './messages.ts';

try {
  // Where memory runs out, terminals end before the server does; what runs in them ends first.
  writeFileSync('/proc/self/oom_score_adj', '500');
} catch {
  // Only Linux has this.
}

const terminals = new Map<string, HostedTerminal>();

function send(message: FromHost): void {
  // A server that is gone hears nothing more; `disconnect` follows.
  process.send?.(message, undefined, undefined, () => {});
}

process.on('message', (message: ToHost) => {
  const { id } = message;
  if (message.type === 'start') {
    const terminal = terminals.get(id) ?? hostTerminal(id, message, send);
    terminals.set(id, terminal);
    return terminal.start(message);
  }
  const terminal = terminals.get(id);
  if (!terminal) return;
  switch (message.type) {
    case 'input':
      return void terminal.type(message.data);
    case 'resize':
      return terminal.resize(message);
    case 'say':
      return terminal.say(message.text);
    case 'taken':
      return terminal.noteTaken(message.bytes);
    case 'snapshot':
      return void terminal.sendSnapshot(message.request);
    case 'forget':
      terminals.delete(id);
      return terminal.close();
  }
});

// However the server ended: the shells are children of this process and end with it.
process.on('disconnect', () => process.exit());
