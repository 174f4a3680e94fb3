import { createElement, Fragment, type ReactNode } from 'react';

/** Elements that structure and emphasise. What is not listed is left out, its text stays. */
const kept = new Set(
  (
    'table caption colgroup col thead tbody tfoot tr th td div span p br hr b strong i em u s sub sup small code pre ' +
    'kbd samp h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote details summary ' +
    'del mark figure figcaption center'
  ).split(' '),
);
/** Elements whose content is not text for people either. */
const leftOut = new Set(
  'script style template iframe object embed svg math noscript head title link meta base audio video canvas'.split(
    ' ',
  ),
);
const withoutContent = new Set(['br', 'hr', 'col']);
const ofTables = new Set(['table', 'colgroup', 'thead', 'tbody', 'tfoot', 'tr']);

const mostElements = 20_000;
const deepest = 60;
const safePicture = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+$/;

/** How elements are shown that may only come from what wraps the HTML; without, links are text. */
export interface Shaping {
  link?: (href: string, children: ReactNode[]) => ReactNode;
  picture?: (source: string, alt: string, width: number | null) => ReactNode;
  /** @param display whether it stands on lines of its own */
  formula?: (tex: string, display: boolean) => ReactNode;
  /** @param language what the text says about it, such as `python`; '' when nothing */
  code?: (text: string, language: string) => ReactNode;
}

/**
 * HTML that somebody’s program wrote, as elements that can do nothing: it is parsed where nothing runs or loads, and
 * only known elements are made anew, without their attributes but the few that shape a table. Null when nothing of
 * it is left to be seen.
 */
export function toSafeElements(html: string, shaping: Shaping = {}): ReactNode {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  const budget = { elements: mostElements, isVisible: false, shaping };
  const children = convertChildren(body, budget, 0);
  return budget.isVisible ? createElement(Fragment, null, ...children) : null;
}

interface Budget {
  elements: number;
  isVisible: boolean;
  shaping: Shaping;
}

function convertChildren(parent: Node, budget: Budget, depth: number): ReactNode[] {
  return [...parent.childNodes].map((child) => convert(child, budget, depth));
}

function convert(node: Node, budget: Budget, depth: number): ReactNode {
  if (node instanceof Text) return convertText(node, budget);
  if (!(node instanceof Element) || depth > deepest || --budget.elements < 0) return null;
  const tag = node.localName;
  if (leftOut.has(tag)) return null;
  if (tag === 'img') return convertPicture(node, budget);
  if (withoutContent.has(tag)) return createElement(tag);
  const { formula, code, link } = budget.shaping;
  const math = node.getAttribute('data-math');
  if (formula && math !== null) {
    budget.isVisible = true;
    return formula(node.textContent, math === 'block');
  }
  if (code && tag === 'pre' && node.childElementCount === 1 && node.firstElementChild?.localName === 'code') {
    budget.isVisible = true;
    return code(node.textContent, /\blanguage-(\S+)/.exec(node.firstElementChild.className)?.[1] ?? '');
  }
  const children = convertChildren(node, budget, depth + 1);
  const href = node.getAttribute('href');
  if (link && tag === 'a' && href !== null) return link(href, children);
  return createElement(
    kept.has(tag) ? tag : Fragment,
    kept.has(tag) ? attributesOf(node) : null,
    ...children,
  );
}

function convertText(node: Text, budget: Budget): ReactNode {
  const isBlank = node.data.trim() === '';
  // Blanks between the rows of a table are not allowed to be there.
  if (isBlank && ofTables.has(node.parentElement?.localName ?? '')) return null;
  if (!isBlank) budget.isVisible = true;
  return node.data;
}

/** Only pictures that are part of the text: any other would tell its server who looks at this. */
function convertPicture(node: Element, budget: Budget): ReactNode {
  const source = node.getAttribute('src') ?? '';
  const { picture } = budget.shaping;
  if (picture) {
    budget.isVisible = true;
    const width = Number(/^\d{1,4}$/.exec(node.getAttribute('width') ?? '')?.[0] ?? 0);
    return picture(source, node.getAttribute('alt') ?? '', width || null);
  }
  if (!safePicture.test(source)) return null;
  budget.isVisible = true;
  return createElement('img', { src: source, alt: node.getAttribute('alt') ?? '' });
}

function attributesOf(node: Element): Record<string, unknown> {
  const span = (name: string) => {
    const value = Number(node.getAttribute(name));
    return Number.isInteger(value) && value > 1 && value <= 1000 ? value : undefined;
  };
  const align = /text-align:\s*(left|right|center)/.exec(node.getAttribute('style') ?? '')?.[1];
  return {
    colSpan: span('colspan'),
    rowSpan: span('rowspan'),
    ...(align && { style: { textAlign: align } }),
  };
}

const plainStyle =
  /^\s*((text-align|vertical-align|max-height|max-width|width|overflow|margin(-\w+)?)\s*:|$)/;

/**
 * Whether `toSafeElements` shows the HTML about as it was meant: tables of data frames and simple text, but nothing
 * that has a look of its own.
 */
export function isPlainHtml(html: string): boolean {
  const { head, body } = new DOMParser().parseFromString(html, 'text/html');
  return [...head.children, ...body.querySelectorAll('*')].every((element) => {
    // The one that pandas writes with every table.
    if (element.localName === 'style') return /^\s*\.dataframe\b/.test(element.textContent);
    const styles = (element.getAttribute('style') ?? '').split(';');
    return (
      (kept.has(element.localName) || ['a', 'img'].includes(element.localName)) &&
      styles.every((style) => plainStyle.test(style)) &&
      !element.hasAttribute('bgcolor')
    );
  });
}
