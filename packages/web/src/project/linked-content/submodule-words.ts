import type { Submodule } from '@notelab/contract';
import type { ChipTone } from '../../theme/chip.tsx';

/** How what is there of a submodule stands to what the checkout wants. */
export function stateOf({ pinned, checkedOut }: Submodule): { words: string; tone: ChipTone; title: string } {
  if (checkedOut === null)
    return {
      words: 'not fetched',
      tone: 'neutral',
      title: `Commit ${short(pinned)} is wanted, nothing is there.`,
    };
  if (checkedOut === pinned)
    return { words: short(pinned), tone: 'neutral', title: `It is at commit ${short(pinned)}, as wanted.` };
  return {
    words: `${short(checkedOut)}, wanted ${short(pinned)}`,
    tone: 'modified',
    title: `It is at commit ${short(checkedOut)}, and commit ${short(pinned)} is wanted.`,
  };
}

/** Why Notelab cannot fetch a submodule and who can change that; null when it can. */
export function whyNotFetched({ access, repositoryPath }: Submodule, admins: string | null): string | null {
  switch (access) {
    case 'connected':
      return null;
    case 'not-connected':
      return `${repositoryPath} is not connected to this workspace. ${admins ?? 'An admin'} can connect it in Settings → Workspace.`;
    case 'elsewhere':
      return 'It is not on the GitLab of this repository, so it is fetched in a terminal only.';
    case 'unusable':
      return 'Its address in .gitmodules is none that Notelab goes to.';
  }
}

const short = (oid: string) => oid.slice(0, 8);
