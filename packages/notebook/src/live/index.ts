export { changeLiveNotebook, changeText } from './change-live-notebook.ts';
export { insertBlock, moveBlock, removeBlock } from './edit-blocks.ts';
export {
  fillLiveNotebook,
  type LiveBlock,
  liveBlocks,
  liveSettings,
  metadataOf,
  orderedIds,
  outputsOf,
  readLiveBlock,
  readLiveNotebook,
  sourceOf,
  toLiveBlock,
  toLiveOutputs,
} from './live-notebook.ts';
