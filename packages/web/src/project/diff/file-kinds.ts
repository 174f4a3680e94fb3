const kinds: [endings: string[], words: string][] = [
  [['parquet'], 'A Parquet table.'],
  [['feather', 'arrow'], 'An Arrow table.'],
  [['avro'], 'Avro records.'],
  [['orc'], 'An ORC table.'],
  [['xlsx', 'xls', 'ods'], 'A spreadsheet.'],
  [['csv', 'tsv'], 'A table of text.'],
  [['pkl', 'pickle', 'joblib'], 'Pickled Python objects.'],
  [['npy', 'npz'], 'NumPy arrays.'],
  [['h5', 'hdf5', 'nc'], 'HDF5 data.'],
  [['pt', 'pth', 'onnx', 'safetensors', 'keras'], 'A model.'],
  [['sqlite', 'sqlite3', 'db', 'duckdb'], 'A database.'],
  [['zip', 'gz', 'tgz', 'tar', 'bz2', 'xz', 'zst', '7z', 'whl'], 'An archive.'],
  [['pdf'], 'A PDF document.'],
  [['docx', 'pptx', 'odt', 'odp'], 'A document.'],
  [['mp4', 'mov', 'webm', 'avi', 'mkv'], 'A video.'],
  [['mp3', 'wav', 'ogg', 'flac'], 'A recording.'],
  [['ttf', 'otf', 'woff', 'woff2'], 'A font.'],
  [['so', 'dll', 'dylib', 'exe', 'o', 'a', 'pyc'], 'Compiled code.'],
  [['ipynb'], 'A notebook.'],
];

/** What a file is by its ending, as a sentence; '' when its ending says nothing. */
export function kindOfFile(path: string): string {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return kinds.find(([endings]) => endings.includes(ending))?.[1] ?? '';
}
