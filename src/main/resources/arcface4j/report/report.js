'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  // Tableau 10, the dark ones lightened where the ground is dark.
  const palette = () => dark.matches
    ? ['#6ea8dc', '#f5a04c', '#f07c7e', '#8bcac5', '#7fc27a', '#f2d45c', '#c99ac0', '#ffb0ba', '#bf9680', '#cfc9c4']
    : ['#3b6fa5', '#e07b1a', '#d1484b', '#3f9a94', '#3f8f3a', '#b8930b', '#8f5a86', '#e06b7d', '#7d5a45', '#77706b'];
  const symbols = ['circle', 'triangle', 'rect', 'diamond', 'pin', 'arrow'];
  const layout = {};

  const axis = (spec, extra) => Object.assign({
    name: spec.name, nameLocation: 'middle', nameTextStyle: {color: colour('quiet'), fontSize: 12},
    type: spec.log ? 'log' : 'value', min: spec.min ?? undefined, max: spec.max ?? undefined,
    scale: spec.min === null, axisLabel: {color: colour('quiet'), hideOverlap: true},
    axisLine: {show: true, lineStyle: {color: colour('line')}},
    splitLine: {lineStyle: {color: colour('line'), opacity: 0.6}}, minorSplitLine: {show: false}
  }, extra);

  const common = () => ({
    animation: false, color: palette(), textStyle: {fontFamily: getComputedStyle(document.body).fontFamily},
    tooltip: {
      confine: true, backgroundColor: colour('card'), borderColor: colour('line'),
      textStyle: {color: colour('text'), fontSize: 13}
    }
  });

  const shown = value => value === null || value === undefined ? '-'
    : Math.abs(value) >= 0.001 || value === 0 ? String(+value.toPrecision(4)) : value.toExponential(1);

  const lines = chart => Object.assign(common(), {
    legend: {show: chart.series.length > 1, top: 0, left: 0, textStyle: {color: colour('text')}, inactiveColor: colour('line')},
    grid: {left: 58, right: 18, top: chart.series.length > 1 ? 34 : 14, bottom: 44},
    xAxis: axis(chart.x, {nameGap: 28, splitLine: {show: false}, minInterval: chart.x.name === 'epoch' ? 1 : 0,
      axisLabel: {color: colour('quiet'), hideOverlap: true,
        formatter: chart.x.log ? value => value === 1 ? '1' : value.toExponential(0) : undefined}}),
    yAxis: axis(chart.y, {nameGap: 42}),
    tooltip: Object.assign(common().tooltip, {trigger: 'axis', valueFormatter: shown,
      axisPointer: {lineStyle: {color: colour('quiet')}, label: {formatter: at => chart.x.name + ' ' + shown(at.value)}}}),
    series: chart.series.map(series => ({
      type: 'line', name: series.name, data: series.points, step: chart.filled ? 'middle' : false,
      symbol: chart.filled || series.points.length > 60 ? 'none' : 'circle', symbolSize: 6,
      lineStyle: {width: chart.filled ? 1.5 : 2.5},
      areaStyle: chart.filled ? {opacity: 0.28} : undefined
    }))
  });

  const matrix = chart => {
    const size = chart.names.length;
    const cells = [];
    chart.counts.forEach((row, y) => {
      const sum = row.reduce((a, b) => a + b, 0);
      row.forEach((count, x) => cells.push({value: [x, y, sum ? count / sum : 0], count}));
    });
    const category = name => ({
      type: 'category', data: chart.names, name, nameLocation: 'middle', splitArea: {show: false},
      nameTextStyle: {color: colour('quiet')}, axisTick: {show: false}, axisLine: {show: false},
      axisLabel: {color: colour('text'), interval: size > 30 ? 'auto' : 0, width: 76, overflow: 'truncate', fontSize: size > 15 ? 10 : 12}
    });
    return Object.assign(common(), {
      grid: {left: 104, right: 8, top: 8, bottom: 104},
      xAxis: Object.assign(category('prediction'), {nameGap: 84, axisLabel: Object.assign(category('').axisLabel, {rotate: 90})}),
      yAxis: Object.assign(category('truth'), {inverse: true, nameGap: 86}),
      visualMap: {show: false, min: 0, max: 1, inRange: {color: [colour('ground'), colour('heat')]}},
      tooltip: Object.assign(common().tooltip, {formatter: at => hint(null, [
        chart.names[at.data.value[1]] + ' taken for ' + chart.names[at.data.value[0]],
        at.data.count + ' images, ' + (100 * at.data.value[2]).toFixed(1) + ' % of the row'])}),
      series: [{
        type: 'heatmap', data: cells.map(cell => ({value: cell.value, count: cell.count,
          label: {color: cell.value[2] > (dark.matches ? 0.55 : 0.7) ? colour('heat-ink') : colour('text')}})),
        itemStyle: {borderColor: colour('card'), borderWidth: 1},
        label: {show: size <= 15, formatter: at => at.data.count || '', fontSize: size > 10 ? 9 : 11},
        emphasis: {itemStyle: {borderColor: colour('text'), borderWidth: 2}}
      }]
    });
  };

  /** A tooltip as elements, so that no text becomes markup. */
  const hint = (picture, texts) => {
    const box = document.createElement('div');
    box.className = 'hint';
    if (picture) box.append(picture);
    const words = document.createElement('div');
    texts.forEach(text => {
      const line = document.createElement('div');
      line.textContent = text;
      words.append(line);
    });
    box.append(words);
    return box;
  };

  const sprite = (chart, point) => {
    const shownSide = 96;
    const rows = Math.ceil(chart.truth.length / chart.columns);
    const picture = document.createElement('div');
    picture.className = 'sprite';
    picture.style.backgroundSize = chart.columns * shownSide + 'px ' + rows * shownSide + 'px';
    picture.style.backgroundPosition =
      -(point % chart.columns) * shownSide + 'px ' + -Math.floor(point / chart.columns) * shownSide + 'px';
    return picture;
  };

  const scatter = (chart, id) => {
    const places = (chart.layouts.find(each => each.name === layout[id]) || chart.layouts[0]).points;
    const present = [...new Set(chart.truth)].sort((a, b) => a - b);
    const hidden = {show: false, scale: true};
    return Object.assign(common(), {
      legend: {type: 'scroll', top: 0, left: 0, right: 0, textStyle: {color: colour('text')},
        pageTextStyle: {color: colour('text')}, pageIconColor: colour('text'), pageIconInactiveColor: colour('line'),
        inactiveColor: colour('line')},
      grid: {left: 6, right: 6, top: 40, bottom: 6}, xAxis: hidden, yAxis: hidden,
      tooltip: Object.assign(common().tooltip, {trigger: 'item', formatter: at => {
        const point = at.data.point;
        return hint(sprite(chart, point), [chart.classes[chart.truth[point]],
          chart.truth[point] === chart.predicted[point] ? 'right' : 'taken for ' + chart.classes[chart.predicted[point]],
          chart.names[point]]);
      }}),
      series: present.map((label, order) => ({
        type: 'scatter', name: chart.classes[label], symbol: symbols[Math.floor(order / 10) % symbols.length],
        symbolSize: chart.truth.length > 500 ? 7 : 11,
        data: places.flatMap((place, point) => chart.truth[point] !== label ? [] : [{
          value: place, point, itemStyle: chart.predicted[point] === label
            ? {opacity: 0.8} : {opacity: 0.9, borderColor: colour('text'), borderWidth: 0.8}}])
      }))
    });
  };

  const kinds = {lines, matrix, scatter};
  const drawn = new Map();
  const draw = id => {
    const place = document.getElementById(id);
    const chart = drawn.get(id) || echarts.init(place);
    drawn.set(id, chart);
    chart.setOption(kinds[data[id].kind](data[id], id), true);
  };
  const drawAll = () => Object.keys(data).forEach(draw);
  drawAll();
  dark.addEventListener('change', drawAll);
  const resized = new ResizeObserver(entries => entries.forEach(entry => drawn.get(entry.target.id).resize()));
  drawn.forEach((chart, id) => resized.observe(document.getElementById(id)));

  const buttons = [...document.querySelectorAll('[data-layout]')];
  const press = pressed => {
    buttons.forEach(button => button.setAttribute('aria-pressed', button === pressed));
    layout['chart-map'] = pressed.dataset.layout;
    draw('chart-map');
  };
  buttons.forEach(button => button.addEventListener('click', () => press(button)));
  press(buttons[0]);
})();
