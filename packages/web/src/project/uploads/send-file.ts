import { toError } from '../../api/call.ts';
import { isProblem, UnreachableError } from '../../api/problem.ts';
import type { SendFile } from './upload-queue.ts';

/** Sends one file. By XMLHttpRequest, because fetch does not tell how much has been sent. */
export function sendFileTo(projectId: string): SendFile {
  return async ({ file, folder }, { overwrite, signal, onSent }) => {
    const query = new URLSearchParams({ path: folder });
    if (overwrite) query.set('overwrite', '1');
    const form = new FormData();
    form.append('file', file, file.name);
    const request = new XMLHttpRequest();
    const reply = await new Promise<Response>((resolve, reject) => {
      request.open('POST', `/api/projects/${encodeURIComponent(projectId)}/upload?${query}`);
      request.setRequestHeader('accept', 'application/json');
      request.upload.onprogress = ({ loaded }) => onSent(Math.min(loaded, file.size));
      request.onload = () => resolve(toResponse(request));
      request.onerror = () => reject(new UnreachableError({}));
      request.onabort = () => reject(signal.reason);
      signal.addEventListener('abort', () => request.abort(), { once: true });
      request.send(form);
    });
    if (reply.ok) return 'stored';
    const error = await toError(reply);
    if (isProblem(error, 'file-exists')) return 'exists';
    throw error;
  };
}

function toResponse(request: XMLHttpRequest): Response {
  return new Response(request.responseText, {
    status: request.status,
    headers: { 'content-type': request.getResponseHeader('content-type') ?? '' },
  });
}
