const types: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  svg: 'image/svg+xml',
  bmp: 'image/bmp',
  ico: 'image/x-icon',
};

/** Whether a path is that of a picture. */
export function isImagePath(path: string): boolean {
  return typeOf(path) !== undefined;
}

/**
 * The address of one side of a picture's difference: base64 of its bytes, or an SVG as text. As the source of an
 * img element it can run nothing. Null when the type is unknown.
 */
export function imageSource(path: string, content: string): string | null {
  const type = typeOf(path);
  if (!type) return null;
  return content.trimStart().startsWith('<')
    ? `data:${type};charset=utf-8,${encodeURIComponent(content)}`
    : `data:${type};base64,${content}`;
}

function typeOf(path: string): string | undefined {
  return types[path.slice(path.lastIndexOf('.') + 1).toLowerCase()];
}
