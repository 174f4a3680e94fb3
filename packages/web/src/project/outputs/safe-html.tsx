import { createElement, Fragment, type ReactNode } from 'react';

/** Elements that structure and emphasise. What is not listed is left out, its text stays. */
const kept = new Set(
  (
    'table caption colgroup col thead tbody tfoot tr th td div span p br hr b strong i em u s sub sup small code pre ' +
    'kbd samp h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote details summary'
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

/**
 * HTML that somebody’s program wrote, as elements that can do nothing: it is parsed where nothing runs or loads, and
 * only known elements are made anew, without their attributes but the few that shape a table. Null when nothing of
 * it is left to be seen.
 */
export function toSafeElements(html: string): ReactNode {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  const budget = { elements: mostElements, isVisible: false };
  const children = convertChildren(body, budget, 0);
  return budget.isVisible ? createElement(Fragment, null, ...children) : null;
}

interface Budget {
  elements: number;
  isVisible: boolean;
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
  const children = convertChildren(node, budget, depth + 1);
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
