/*<![CDATA[*/
// SPDX-License-Identifier: Apache-2.0
// What the report can do where scripts may run; without them it lacks nothing that it knows. Charts
// read their values from the tables below them, so that each number stands in the page once.
'use strict';
(() => {
  const SVG = 'http://www.w3.org/2000/svg';
  const LEAST_STEPS = 4;  // that a zoomed chart still shows
  const HINT = 'Point at a chart over time to read all of them; drag to see a part of it, Escape shows the whole. '
    + 'By keyboard: Tab to a chart, then the arrows, + and -.';
  const TICKS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

  const clamped = (value, least, most) => Math.min(Math.max(value, least), most);

  const named = (seconds) => (seconds >= 120 && seconds % 30 === 0 ? `${seconds / 60} min` : `${seconds} s`);

  function made(name, attributes, parent) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent.append(element);
    return element;
  }

  // A chart over time: it knows where a moment lies in it, and what its table says of that moment.
  class Chart {
    constructor(figure) {
      const { seconds, step } = figure.dataset;
      this.figure = figure;
      this.seconds = Number(seconds);
      this.step = Number(step);
      this.svg = figure.querySelector('.scrolls > svg');
      this.plot = this.svg.querySelector('svg');
      this.times = this.svg.querySelector('.times');
      const box = (name) => Number(this.plot.getAttribute(name));
      this.box = { x: box('x'), y: box('y'), width: box('width'), height: box('height') };
      this.table = figure.querySelector('table');
      this.names = [...this.table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent);
      this.labels = this.times.cloneNode(true);
      this.cursor = made('line', { class: 'cursor', visibility: 'hidden' }, this.svg);
      this.readout = document.createElement('p');
      this.readout.className = 'readout';
      figure.querySelector('figcaption').after(this.readout);
    }

    steps() { return this.table.tBodies[0].rows.length; }

    // The middle of a step, in seconds; the last may be cut short.
    middle(step) {
      const begin = step * this.step;
      return (begin + Math.min(begin + this.step, this.seconds)) / 2;
    }

    secondAt(event, range) {
      const point = new DOMPoint(event.clientX, event.clientY);
      const { x } = point.matrixTransform(this.svg.getScreenCTM().inverse());
      const share = clamped((x - this.box.x) / this.box.width, 0, 1);
      return range.from + share * (range.to - range.from);
    }

    show(second, range) {
      const step = Math.max(Math.floor(second / this.step), 0);
      if (step >= this.steps()) return this.hide();
      const share = (this.middle(step) - range.from) / (range.to - range.from);
      const x = this.box.x + clamped(share, 0, 1) * this.box.width;
      const ends = { x1: x, x2: x, y1: this.box.y, y2: this.box.y + this.box.height };
      for (const [key, value] of Object.entries(ends)) this.cursor.setAttribute(key, value);
      this.cursor.setAttribute('visibility', 'visible');
      const [from, ...values] = [...this.table.tBodies[0].rows[step].cells];
      const shown = values.map((cell, i) => `${this.names[i]} ${cell.textContent}`);
      this.readout.textContent = `from ${from.textContent}: ${shown.join(', ')}`;
    }

    hide() {
      this.cursor.setAttribute('visibility', 'hidden');
      this.readout.textContent = '';
    }

    zoom(range) {
      const scale = this.box.width / this.seconds;
      const width = (range.to - range.from) * scale;
      this.plot.setAttribute('viewBox', `${range.from * scale} 0 ${width} ${this.box.height}`);
      const whole = range.from === 0 && range.to === this.seconds;
      this.times.replaceChildren(...(whole ? this.labels.cloneNode(true).childNodes : []));
      if (!whole) this.label(range);
    }

    label({ from, to }) {
      const tick = TICKS.find((seconds) => (to - from) / seconds <= 6) ?? Math.ceil((to - from) / 6);
      for (let at = Math.ceil(from / tick) * tick; at <= to; at += tick) {
        const share = (at - from) / (to - from);
        const x = this.box.x + share * this.box.width;
        const y = this.box.y + this.box.height + 18;
        const anchor = share > 0.96 ? 'end' : share < 0.04 ? 'start' : 'middle';
        made('text', { x, y, 'text-anchor': anchor }, this.times).textContent = named(at);
      }
    }
  }

  // The charts of one load test share their cursor and the stretch of time that they show.
  class Charts {
    constructor(section) {
      this.all = [...section.querySelectorAll('figure[data-seconds]')]
        .filter(({ dataset }) => Number(dataset.seconds) > 0).map((figure) => new Chart(figure));
      if (this.all.length === 0) return;
      const [first] = this.all;
      this.whole = { from: 0, to: first.seconds };
      this.least = Math.min(first.step * LEAST_STEPS, first.seconds);
      this.range = this.whole;
      for (const chart of this.all) this.listen(chart);
      const hint = document.createElement('p');
      hint.className = 'hint';
      hint.textContent = HINT;
      first.figure.parentElement.before(hint);
    }

    listen(chart) {
      const { svg } = chart;
      let start = null;
      const pointAt = (event) => this.point(chart.secondAt(event, this.range));
      svg.addEventListener('pointermove', pointAt);
      svg.addEventListener('pointerleave', ({ pointerType }) => {
        if (pointerType === 'mouse') this.leave();  // a finger leaves whenever it is lifted
      });
      svg.addEventListener('pointerdown', (event) => {
        pointAt(event);
        if (event.pointerType !== 'mouse' || event.button !== 0) return;
        svg.setPointerCapture(event.pointerId);
        start = chart.secondAt(event, this.range);
      });
      svg.addEventListener('pointerup', (event) => {
        const end = chart.secondAt(event, this.range);
        if (start !== null) this.zoomTo(Math.min(start, end), Math.max(start, end));
        start = null;
      });
      svg.addEventListener('pointercancel', () => { start = null; });
      svg.addEventListener('dblclick', () => this.show(this.whole));
      const region = svg.parentElement;
      region.addEventListener('keydown', (event) => this.key(event, chart));
      region.addEventListener('focus', () => chart.readout.setAttribute('role', 'status'));
      region.addEventListener('blur', () => {
        chart.readout.removeAttribute('role');
        this.leave();
      });
    }

    point(second) {
      this.second = second;
      for (const chart of this.all) chart.show(second, this.range);
    }

    leave() {
      for (const chart of this.all) chart.hide();
    }

    show(range) {
      this.range = range;
      this.second = undefined;
      for (const chart of this.all) chart.zoom(range);
      this.leave();
    }

    // What is hardly wider than a click is none.
    zoomTo(from, to) {
      if (to - from < (this.range.to - this.range.from) / 50) return;
      const middle = (from + to) / 2;
      const half = Math.max(to - from, this.least) / 2;
      const begin = clamped(middle - half, 0, this.whole.to - 2 * half);
      this.show({ from: begin, to: begin + 2 * half });
    }

    zoomBy(factor) {
      const half = (factor * (this.range.to - this.range.from)) / 2;
      const middle = this.second ?? (this.range.from + this.range.to) / 2;
      if (2 * half >= this.whole.to) return this.show(this.whole);
      this.zoomTo(middle - half, middle + half);
    }

    key(event, chart) {
      const moved = (steps) => {
        const second = this.second ?? this.range.from;
        const step = clamped(Math.floor(second / chart.step) + steps, 0, chart.steps() - 1);
        this.point(clamped(chart.middle(step), this.range.from, this.range.to));
      };
      const keys = {
        ArrowLeft: () => moved(-1),
        ArrowRight: () => moved(1),
        '+': () => this.zoomBy(0.5),
        '-': () => this.zoomBy(2),
        Escape: () => this.show(this.whole),
      };
      if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      keys[event.key]();
    }
  }

  // "1.23 s" and "612 ms" in one unit; what is no number stands last.
  const UNITS = new Map(Object.entries({
    ns: 1e-9, us: 1e-6, ms: 1e-3, min: 60, h: 3600, kB: 1e3, MB: 1e6, GB: 1e9, '%': 0.01,
  }));
  function worth(text) {
    const [, number, unit] = /^(-?[\d,.]+)\s*([a-zA-Z%]*)/.exec(text.trim()) ?? [];
    if (!number) return null;
    const sign = text.endsWith(' below') ? -1 : 1;  // a limit
    const value = sign * Number(number.replaceAll(',', '')) * (UNITS.get(unit) ?? 1);
    return Number.isFinite(value) ? value : null;
  }

  function order(a, b, sign) {
    const [x, y] = [worth(a), worth(b)];
    if (x !== null && y !== null) return sign * (x - y);
    return x === null && y === null ? sign * a.localeCompare(b) : x === null ? 1 : -1;
  }

  function sort(table, column, ascending) {
    const body = table.tBodies[0];
    const text = (row) => row.cells[column].textContent;
    body.append(...[...body.rows].sort((a, b) => order(text(a), text(b), ascending ? 1 : -1)));
  }

  function makeSortable(table) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (head.textContent === '') return;
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const ascending = head.getAttribute('aria-sort') !== 'ascending';
        for (const other of heads) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
        sort(table, column, ascending);
      });
    });
  }

  // A link into what is folded opens it.
  function unfold() {
    const target = document.getElementById(location.hash.slice(1));
    for (const folded of target?.querySelectorAll(':scope > .rest') ?? []) folded.open = true;
  }

  document.documentElement.classList.add('interactive');
  addEventListener('hashchange', unfold);
  addEventListener('click', ({ target }) => {
    if (target.closest?.('a[href^="#run-"]')) setTimeout(unfold);  // once the address has changed
  });
  unfold();
  for (const section of document.querySelectorAll('section')) new Charts(section);
  for (const table of document.querySelectorAll('table')) {
    if (table.tHead && table.tBodies[0].rows.length > 1 && !table.closest('figure[data-seconds]')) makeSortable(table);
  }
})();
/*]]>*/
