import { type JsonNode, type JsonObject, jsonString, memberOf, withMember } from '../json-tree.ts';
import { linesNode, textOf } from './lines.ts';

/** A value as it stands in a text. */
export interface Standing {
  node: JsonNode;
  text: string;
}

/** Whether the wanted value says what stands there. Of members that come twice there, the last counts. */
export function saysSame(wanted: JsonNode, standing: JsonNode): boolean {
  if (wanted === standing) return true;
  if (wanted.kind === 'string') return standing.kind === 'string' && wanted.value === standing.value;
  if (wanted.kind === 'scalar')
    return (
      standing.kind === 'scalar' &&
      (wanted.text === standing.text || Number(wanted.text) === Number(standing.text)) &&
      /^[tfn]/.test(wanted.text) === /^[tfn]/.test(standing.text)
    );
  if (wanted.kind === 'array')
    return (
      standing.kind === 'array' &&
      wanted.items.length === standing.items.length &&
      wanted.items.every((item, at) => saysSame(item, standing.items[at]!))
    );
  if (standing.kind !== 'object') return false;
  const members = lastMembers(standing);
  return (
    members.size === wanted.members.length &&
    wanted.members.every(({ key, value }) => {
      const there = members.get(key);
      return there !== undefined && saysSame(value, there);
    })
  );
}

/** The wanted value, in which all that is the same as what stands there is written the same. */
export function graft(wanted: JsonNode, standing: JsonNode | undefined, text: string): JsonNode {
  if (!standing) return wanted;
  if (standing.start !== undefined && saysSame(wanted, standing)) return asWritten({ node: standing, text });
  if (wanted.kind === 'object' && standing.kind === 'object') {
    const members = lastMembers(standing);
    const rank = new Map([...members.keys()].map((key, at) => [key, at]));
    const placeOf = (key: string) => rank.get(key) ?? members.size;
    return {
      kind: 'object',
      members: wanted.members
        .map(({ key, value }) => ({ key, value: graft(value, members.get(key), text) }))
        .sort((a, b) => placeOf(a.key) - placeOf(b.key)),
    };
  }
  if (wanted.kind === 'array' && standing.kind === 'array') {
    const shift = standing.items.length - wanted.items.length;
    const head = sameAtStart(wanted.items, standing.items);
    const items = wanted.items.map((item, at) =>
      graft(item, standing.items[shift === 0 || at < head ? at : at + shift], text),
    );
    return { kind: 'array', items };
  }
  return wanted;
}

/** A scalar is written as its text says, and so is this. */
export const asWritten = ({ node, text }: Standing): JsonNode => ({
  kind: 'scalar',
  text: text.slice(node.start, node.end),
});

function sameAtStart(wanted: JsonNode[], standing: JsonNode[]): number {
  const end = wanted.findIndex((item, at) => !standing[at] || !saysSame(item, standing[at]));
  return end === -1 ? wanted.length : end;
}

const lastMembers = ({ members }: JsonObject) => new Map(members.map(({ key, value }) => [key, value]));

/** The cell with its source in the form that stands there, a text or a list of lines. */
export function withSourceForm(cell: JsonObject, standing: JsonNode): JsonObject {
  const [wanted, there] = [memberOf(cell, 'source'), memberOf(standing, 'source')];
  const text = textOf(wanted);
  if (!wanted || !there || text === null || textOf(there) === null) return cell;
  const source =
    text === textOf(there) ? there : there.kind === 'string' ? jsonString(text) : linesNode(text);
  return withMember(cell, 'source', source);
}
