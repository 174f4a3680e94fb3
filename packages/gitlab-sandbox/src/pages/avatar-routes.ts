import type { FastifyInstance } from 'fastify';
import type { Site } from '../server/site.ts';
import { findUserById } from '../state/users.ts';
import { escapeHtml } from './html.ts';
import { logo } from './icons.ts';

const colours = ['#0ea5e9', '#e11d48', '#7c3aed', '#059669', '#d97706', '#4f46e5', '#0d9488', '#be185d'];

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const letters = words.length > 1 ? [words[0]![0], words.at(-1)![0]] : [...(words[0] ?? '?')].slice(0, 2);
  return letters.join('').toUpperCase();
}

/** A picture per user, made of their initials. */
export function registerAvatarRoutes(app: FastifyInstance, site: Site): void {
  app.get('/uploads/-/system/user/avatar/:id/avatar.svg', (request, reply) => {
    const id = Number((request.params as { id: string }).id);
    const user = findUserById(site.store, id);
    const colour = user ? colours[user.id % colours.length] : '#a1a1aa';
    const text = user ? escapeHtml(initials(user.name)) : '?';
    return reply
      .type('image/svg+xml')
      .header('Cache-Control', 'max-age=3600')
      .header('Cross-Origin-Resource-Policy', 'cross-origin')
      .send(
        `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 96 96"><rect width="96" height="96" fill="${colour}"/><text x="48" y="50" fill="#fff" font-family="system-ui,sans-serif" font-size="38" font-weight="600" text-anchor="middle" dominant-baseline="central">${text}</text></svg>`,
      );
  });

  app.get('/favicon.svg', (_request, reply) =>
    reply.type('image/svg+xml').send(logo.text.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')),
  );
}
