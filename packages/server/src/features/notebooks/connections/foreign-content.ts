import { isDeeperThan } from '@notelab/notebook';
import * as Y from 'yjs';

/** More than any file that is read. Yjs goes into values one level after the other, until it falls over. */
const maxDepth = 250;

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];

const sharedTypes = [Y.Map, Y.Array, Y.Text];

/**
 * Whether an update brings what no notebook is made of: documents, bytes, XML, formats, values without end. Yjs takes
 * all that, and some of it (a document with a name that is no text) it can never write down again.
 */
export const isForeign = (structs: Struct[]): boolean =>
  structs.some((struct) => struct instanceof Y.Item && isForeignContent(struct.content));

function isForeignContent(content: Y.Item['content']): boolean {
  if (content instanceof Y.ContentString || content instanceof Y.ContentDeleted) return false;
  if (content instanceof Y.ContentType) return !sharedTypes.some((kind) => content.type.constructor === kind);
  if (!(content instanceof Y.ContentAny)) return true;
  return content.arr.some((value) => isDeeperThan(value, maxDepth) || !isJson(value));
}

function isJson(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint';
  if (Array.isArray(value)) return value.every(isJson);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isJson);
}
