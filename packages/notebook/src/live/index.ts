export { isDeeperThan } from '../json-value.ts';
export { changeLiveNotebook } from './change-live-notebook.ts';
export { changeText } from './change-text.ts';
export {
  changeBlockType,
  changeHeading,
  copyOfBlock,
  duplicateBlock,
  insertBlock,
  joinBlocks,
  moveBlock,
  newBlock,
  removeBlock,
  splitBlock,
} from './edit-blocks.ts';
export { keepShape } from './keep-shape.ts';
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
