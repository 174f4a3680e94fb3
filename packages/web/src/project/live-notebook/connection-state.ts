import type { LiveRefusal } from '@notelab/contract';

/** How a notebook is joined to the server. */
export interface ConnectionState {
  /** `refused`: the notebook is gone, or not for this person. */
  link: 'connecting' | 'live' | 'offline' | 'refused';
  /** It was read from the server, so that what is shown is all there is. */
  isLoaded: boolean;
  /** The server has not confirmed all that was typed here, for a while already. */
  hasUnsaved: boolean;
  /** The server takes no changes from this person. */
  isReadOnly: boolean;
  /** Why it was refused. */
  reason: LiveRefusal | 'signed-out' | null;
}

export const notYetConnected: ConnectionState = {
  link: 'connecting',
  isLoaded: false,
  hasUnsaved: false,
  isReadOnly: false,
  reason: null,
};
