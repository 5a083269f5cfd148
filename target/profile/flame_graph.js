// Zooming into a frame by click, and searching: what the flame graph does beyond being looked at.
'use strict';
(() => {
  const svg = document.documentElement;
  const frames = [...svg.querySelectorAll('g.f')].map((group) => {
    const rect = group.querySelector('rect');
    const [x, y, width] = ['x', 'y', 'width'].map((name) => Number(rect.getAttribute(name)));
    const name = group.querySelector('title').textContent.split('\n')[0];
    const short = group.dataset.short ?? name;
    return { group, rect, text: group.querySelector('text'), x, y, width, name, short };
  });
  const status = svg.querySelector('#status');
  const root = frames[0];
  const margin = root.x;
  const full = root.width;
  const characterWidth = Number(svg.dataset.character);
  let sought = '';

  function label(frame, x, width) {
    const room = Math.floor((width - 6) / characterWidth);
    const name = frame.name.length <= room ? frame.name : frame.short;
    frame.text.setAttribute('x', x + 3);
    frame.text.textContent =
      room < 3 ? '' : name.length <= room ? name : `${name.slice(0, room - 1)}\u2026`;
  }

  function zoom(to) {
    const scale = full / to.width;
    for (const frame of frames) {
      const above = frame.y < to.y && frame.x <= to.x && frame.x + frame.width >= to.x + to.width;
      const x = above ? margin : margin + (frame.x - to.x) * scale;
      const width = above ? full : frame.width * scale;
      const seen = above || (frame.y >= to.y && x >= margin - 0.5 && x + width <= margin + full + 0.5);
      frame.group.style.display = seen ? '' : 'none';
      frame.group.style.opacity = above && frame !== to ? 0.55 : 1;
      if (!seen) continue;
      frame.rect.setAttribute('x', x);
      frame.rect.setAttribute('width', width);
      label(frame, x, width);
    }
  }

  function search(term) {
    sought = term;
    let found = 0;
    let end = -1;  // of the last box counted: one inside another is not counted twice
    for (const frame of [...frames].sort((a, b) => a.x - b.x || a.y - b.y)) {
      const hit = term !== '' && frame.name.toLowerCase().includes(term.toLowerCase());
      frame.rect.style.fill = hit ? '#c77dff' : '';
      if (!hit || frame.x < end - 0.01) continue;
      found += frame.width;
      end = frame.x + frame.width;
    }
    status.textContent =
      term === '' ? 'Click a frame to zoom (Escape: back), Ctrl+F to search' :
        `"${term}": ${(found / full * 100).toFixed(1)} % (Ctrl+F: another, Escape: none)`;
  }

  for (const frame of frames) frame.group.addEventListener('click', () => zoom(frame));
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      search('');
      zoom(root);
    } else if (event.key === 'f' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      search(window.prompt('Frames whose name contains', sought) ?? '');
    }
  });
  search('');
})();
