/** How far a clone, fetch or push is. */
export interface GitProgress {
  /** 0 to 1, never falls during one operation */
  fraction: number;
  phase: GitPhase;
  /** for people, e.g. `Receiving objects 45% · 1.20 MiB` */
  text: string;
  receivedBytes?: number;
}

export type GitPhase = 'preparing' | 'receiving' | 'resolving' | 'checking-out' | 'sending';

/** One line of git's progress meter. */
export interface ProgressLine {
  title: string;
  fromRemote: boolean;
  /** 0 to 1; absent while git does not know the total */
  fraction?: number;
  bytes?: number;
}

/** What part of the whole each of git's meters is. The titles are those git prints under `LC_ALL=C`. */
export type ProgressWeights = Partial<Record<string, number>>;

export const cloneWeights: ProgressWeights = {
  'Compressing objects': 0.1,
  'Receiving objects': 0.6,
  'Resolving deltas': 0.1,
  'Updating files': 0.2,
};
export const fetchWeights: ProgressWeights = {
  'Compressing objects': 0.1,
  'Receiving objects': 0.75,
  'Resolving deltas': 0.15,
};
export const lfsDownloadWeights: ProgressWeights = { 'Downloading LFS objects': 1 };
export const lfsUploadWeights: ProgressWeights = { 'Uploading LFS objects': 1 };
export const pushWeights: ProgressWeights = {
  'Compressing objects': 0.15,
  'Writing objects': 0.75,
  'Resolving deltas': 0.1,
};

const phases: Record<string, GitPhase> = {
  'Enumerating objects': 'preparing',
  'Counting objects': 'preparing',
  'Finding sources': 'preparing',
  'Compressing objects': 'preparing',
  'Receiving objects': 'receiving',
  'Unpacking objects': 'receiving',
  'Resolving deltas': 'resolving',
  'Checking connectivity': 'resolving',
  'Updating files': 'checking-out',
  'Filtering content': 'checking-out',
  'Writing objects': 'sending',
  'Downloading LFS objects': 'receiving',
  'Uploading LFS objects': 'sending',
};

/** Git counts by 1,024, Git LFS by 1,000. */
const units: Record<string, number> = {
  bytes: 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};
const linePattern =
  /^(remote: )?([A-Z][a-z]+ (?:LFS )?[a-z]+): +(?:(\d+)% \(\d+\/\d+\)|\d+)(?:, ([\d.]+) (bytes|B|[KMGT]B|[KMGT]iB)(?: \| [^,]*)?)?(?:, done\.)?\s*$/;

/** One line of standard error → a reading of git's progress meter, or null when it is something else. */
export function parseProgressLine(line: string): ProgressLine | null {
  const match = linePattern.exec(line);
  const title = match?.[2];
  if (!match || !title || !phases[title]) return null;
  return {
    title,
    fromRemote: Boolean(match[1]),
    ...(match[3] && { fraction: Math.min(1, Number(match[3]) / 100) }),
    ...(match[4] && { bytes: Math.round(Number(match[4]) * units[match[5]!]!) }),
  };
}

/** Turns readings into one rising fraction; reports only when something a person can see has changed. */
export function createProgressMeter(weights: ProgressWeights, report: (progress: GitProgress) => void) {
  const titles = Object.keys(weights);
  let fraction = 0;
  let receivedBytes: number | undefined;
  let lastText = '';

  return {
    read(line: ProgressLine): void {
      const step = titles.indexOf(line.title);
      if (step >= 0) {
        const before = titles.slice(0, step).reduce((sum, title) => sum + weights[title]!, 0);
        fraction = Math.max(fraction, Math.min(1, before + weights[line.title]! * (line.fraction ?? 0)));
      }
      if (line.bytes !== undefined && phases[line.title] === 'receiving') receivedBytes = line.bytes;
      const percent = line.fraction === undefined ? '' : ` ${Math.round(line.fraction * 100)}%`;
      const text = `${line.title}${percent}${line.bytes === undefined ? '' : ` · ${formatBytes(line.bytes)}`}`;
      if (text === lastText) return;
      lastText = text;
      report({ fraction, phase: phases[line.title]!, text, receivedBytes });
    },
  };
}

function formatBytes(bytes: number): string {
  const unit = ['TiB', 'GiB', 'MiB', 'KiB'].find((name) => bytes >= units[name]!);
  return unit ? `${(bytes / units[unit]!).toFixed(1)} ${unit}` : `${bytes} bytes`;
}
