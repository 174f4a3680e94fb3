import { trustedHtml } from './html.ts';

/** A box with its lid open: the sandbox's own mark. */
export const logo = trustedHtml(
  '<svg width="22" height="22" viewBox="0 0 24 24" fill="none" aria-hidden="true"><rect width="24" height="24" rx="6" fill="#e2531f"/><path d="M6 10.5 12 13.5 18 10.5V16L12 19 6 16Z" fill="#fff"/><path d="M12 13.5 6 10.5 4.5 7.6 10.4 10.4ZM12 13.5 18 10.5 19.5 7.6 13.6 10.4Z" fill="#ffd9ca"/></svg>',
);

export const folderIcon = trustedHtml(
  '<svg class="icon folder" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true"><path d="M1.5 4A1.5 1.5 0 0 1 3 2.5h3L7.5 4H13A1.5 1.5 0 0 1 14.5 5.500V12A1.500 1.500 0 0 1 13 13.500H3A1.500 1.500 0 0 1 1.500 12Z"/></svg>',
);

export const fileIcon = trustedHtml(
  '<svg class="icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.3" aria-hidden="true"><path d="M4 1.700h5l3.300 3.300v9.300H4Z"/><path d="M9 1.700V5h3.300"/></svg>',
);

export const branchIcon = trustedHtml(
  '<svg class="icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.400" aria-hidden="true"><circle cx="4.500" cy="3.500" r="1.700"/><circle cx="4.500" cy="12.500" r="1.700"/><circle cx="11.500" cy="5.500" r="1.700"/><path d="M4.500 5.200v5.600M11.500 7.200c0 2.600-3.500 2.300-6 3.800"/></svg>',
);
