// SPDX-License-Identifier: Apache-2.0
// Looks for text that is cut, covered, or outside its place.
import { selectors } from './page.mjs';

// Runs in the page. Every text is measured by the boxes of its lines.
function findMistakes(scrolling) {
  const mistakes = [];
  const slack = 1.5;  // px: a glyph's box is larger than its ink
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const isTiny = ({ width, height }) => width <= 1 || height <= 1;  // for screen readers alone
  const quoted = (text) => `"${text.trim().replace(/\s+/g, ' ').slice(0, 60)}"`;
  const where = (element) => {
    const section = element.closest('section')?.id;
    return `${section ? `#${section} ` : ''}<${element.tagName.toLowerCase()}>`;
  };

  const linesOf = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((line) => !isTiny(line));
  };
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (node.data.trim() === '' || ['SCRIPT', 'STYLE', 'TITLE', 'DESC'].includes(element.tagName.toUpperCase())) continue;
    if (!shown(element) || isTiny(element.getBoundingClientRect())) continue;
    const svg = element.closest('svg');
    const lines = svg ? [element.getBoundingClientRect()] : linesOf(node);
    texts.push(...lines.map((line) => ({ node, element, svg, line })));
  }

  // The numbers of a list stand left of its items, and are in no text.
  for (const item of document.querySelectorAll('ol > li')) {
    if (!shown(item) || getComputedStyle(item).listStylePosition !== 'outside') continue;
    const { left, top } = item.getBoundingClientRect();
    const em = parseFloat(getComputedStyle(item).fontSize);
    const number = `${[...item.parentElement.children].indexOf(item) + 1}.`;
    const line = new DOMRect(left - (0.6 * number.length + 0.3) * em, top, 0.6 * number.length * em, em);
    texts.push({ node: { data: number }, element: document.body, svg: null, line });
  }

  // Of each text: the nearest box that it must stay in, and whatever hides what goes beyond it.
  const report = (what, { node, element }) => mistakes.push(`${what}: ${quoted(node.data)} in ${where(element)}`);
  for (const text of texts) {
    const { element, line, svg } = text;
    let scrolls = false;
    let isBlockSeen = false;
    for (let box = svg ?? element; box && box !== document.documentElement; box = box.parentElement) {
      const style = getComputedStyle(box);
      const bounds = box.getBoundingClientRect();
      const beyond = line.left < bounds.left - slack || line.right > bounds.right + slack;
      const above = line.top < bounds.top - slack || line.bottom > bounds.bottom + slack;
      const isBlock = box === svg || !['inline', 'contents'].includes(style.display);
      if (isBlock && !isBlockSeen) {
        isBlockSeen = true;
        if (!scrolls && beyond) report('text stands out of its box', text);
        if (above) report('text stands above or below its box', text);
      }
      if (['hidden', 'clip'].includes(style.overflowX) && beyond && !scrolls) report('text is cut', text);
      if (['hidden', 'clip'].includes(style.overflowY) && above) report('text is cut', text);
      if (['auto', 'scroll'].includes(style.overflowX)) scrolls = true;
    }
    if (!scrolls && (line.right > innerWidth + slack || line.left < -slack)) report('text is beyond the page', text);
  }

  for (const element of document.querySelectorAll('body, body *')) {
    if (element.closest('svg') || !shown(element) || element.matches(scrolling)) continue;
    const wide = element.scrollWidth > element.clientWidth + 1;
    if (wide && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)) mistakes.push(`${where(element)} scrolls sideways`);
  }
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) mistakes.push(`the page is ${scrollWidth} px wide, the window ${innerWidth} px`);

  // Scrolled away texts lie under what stands beside: only what one scroller holds is compared.
  const scrollerOf = ({ element }) => element.closest(scrolling);
  for (const text of texts) text.scroller = scrollerOf(text);
  texts.sort((a, b) => a.line.top - b.line.top);
  for (let i = 0; i < texts.length; ++i) {
    const a = texts[i];
    for (let j = i + 1; j < texts.length && texts[j].line.top < a.line.bottom - slack; ++j) {
      const b = texts[j];
      if (a.node === b.node || a.scroller !== b.scroller) continue;
      const across = Math.min(a.line.right, b.line.right) - Math.max(a.line.left, b.line.left);
      const down = Math.min(a.line.bottom, b.line.bottom) - b.line.top;
      if (across > slack && down > 2 * slack) {
        mistakes.push(`${quoted(a.node.data)} and ${quoted(b.node.data)} overlap in ${where(a.element)}`);
      }
    }
  }
  return [...new Set(mistakes)];
}

export const layoutMistakes = (page) => page.evaluate(findMistakes, selectors.scrolling);
