/** A step of a traceback, as it is written, colours included. */
export interface TracebackStep {
  text: string;
  /** In a block of the notebook or a file of the project, not in a library. */
  isOwn: boolean;
}

/**
 * The steps of a traceback as Python, or IPython, writes it. Empty when it has none, or is written in another way.
 * @param error the name of the error; a line that begins with it ends the last step
 */
export function readTraceback(text: string, error: string): TracebackStep[] {
  const lines = text.split('\n');
  const plain = lines.map(withoutEscapes);
  const heads = plain.flatMap((line, index) => (stepHead.test(line) ? [index] : []));
  return heads.map((start, index) => {
    const next = heads[index + 1] ?? lines.length;
    const ends = plain.slice(start + 1, next).findIndex((line) => isEnd(line, error));
    const end = ends === -1 ? next : start + 1 + ends;
    return { text: lines.slice(start, end).join('\n').trimEnd(), isOwn: !ofLibrary.test(plain[start]!) };
  });
}

/** The step to look at first: the last one in own code, else the last one. */
export function findFailingStep(steps: TracebackStep[]): TracebackStep | null {
  return steps.findLast(({ isOwn }) => isOwn) ?? steps.at(-1) ?? null;
}

/** `Cell In[3], line 2`, `File path:12, in f(x)`, `File "path", line 12`, and what older versions write. */
const stepHead =
  /^\s*(?:Cell In ?\[\d+\]|Input In \[\d+\]|File \S.*(?::\d+|, line \d+|, in )|(?:[~/.<]\S*) in )/;

/** Where installed packages and Python itself are. */
const ofLibrary = /(?:site|dist)-packages\/|\/lib\/python\d|<frozen |<__array_function__/;

/** What follows a step: the error itself, or the step of another error that led to this one. */
function isEnd(line: string, error: string): boolean {
  return (
    (error !== '' && (line.startsWith(`${error}:`) || line === error)) ||
    /^(?:During handling of|The above exception was)/.test(line)
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with ESC
const withoutEscapes = (line: string) => line.replace(/\u001b\[[\d;:]*[ -/]*[@-~]/g, '');
