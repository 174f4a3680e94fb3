import { z } from 'zod';
import type { NotebookKernel } from './notebook-kernel.ts';

const CompleteReply = z.object({
  status: z.literal('ok'),
  matches: z.array(z.string()).max(10_000),
  cursor_start: z.number().int(),
  cursor_end: z.number().int(),
  metadata: z
    .object({
      _jupyter_types_experimental: z.array(z.object({ text: z.string(), type: z.string() })).optional(),
    })
    .nullish(),
});
const InspectReply = z.object({
  status: z.literal('ok'),
  found: z.boolean(),
  data: z.object({ 'text/plain': z.string().optional() }),
});

interface Place {
  code: string;
  /** In UTF-16 units; Jupyter counts whole letters. */
  cursor: number;
}

export interface Completions {
  matches: { text: string; kind: string | null }[];
  from: number;
  to: number;
}

const maxMatches = 1_000;
const maxInspectedText = 100_000;

export async function completeCode(kernel: NotebookKernel | null, place: Place): Promise<Completions> {
  const { code, cursor } = place;
  const { data } = CompleteReply.safeParse(await kernel?.ask('complete_request', toContent(place)));
  if (!data) return { matches: [], from: cursor, to: cursor };
  const kinds = new Map(data.metadata?._jupyter_types_experimental?.map(({ text, type }) => [text, type]));
  const toKind = (text: string) => {
    const kind = kinds.get(text);
    return kind === undefined || kind === '<unknown>' ? null : kind;
  };
  return {
    matches: data.matches.slice(0, maxMatches).map((text) => ({ text, kind: toKind(text) })),
    from: toUnits(code, data.cursor_start),
    to: toUnits(code, data.cursor_end),
  };
}

export async function inspectCode(kernel: NotebookKernel | null, place: Place): Promise<string | null> {
  const content = { ...toContent(place), detail_level: 0 };
  const { data } = InspectReply.safeParse(await kernel?.ask('inspect_request', content));
  return (data?.found && data.data['text/plain']?.slice(0, maxInspectedText)) || null;
}

const toContent = ({ code, cursor }: Place) => ({ code, cursor_pos: [...code.slice(0, cursor)].length });
const toUnits = (code: string, letters: number): number => [...code].slice(0, letters).join('').length;
