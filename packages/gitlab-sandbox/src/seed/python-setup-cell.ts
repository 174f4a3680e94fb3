import { code, type SeedCell } from './notebook.ts';

/** Finds the repository wherever the kernel starts: in it, in a folder of it, or in the folder above it. */
export function setupCell(marker: string, importFrom: string): SeedCell {
  const path = importFrom === '' ? 'str(root)' : `str(root / "${importFrom}")`;
  return code(
    `import sys
from pathlib import Path

here = Path.cwd()
places = [here, *here.parents, *sorted(path for path in here.iterdir() if path.is_dir())]
root = next(place for place in places if (place / "${marker}").is_file())
sys.path.insert(0, ${path})`,
    '',
  );
}
