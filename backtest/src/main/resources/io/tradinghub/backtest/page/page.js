const data = JSON.parse(document.getElementById('data').textContent);
const $ = id => document.getElementById(id);
const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const number = (value, digits = 2) => value === null || !Number.isFinite(value) ? '–'
  : value.toLocaleString('en', {minimumFractionDigits: digits, maximumFractionDigits: digits});
const signed = (value, digits = 2) => (value > 0 ? '+' : '') + number(value, digits);
const percent = value => value === null ? '–' : number(100 * value) + ' %';
const day = seconds => new Date(seconds * 1000).toISOString().slice(0, 10);
const minute = seconds => new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');

function element(parent, tag, text, kind) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (kind) made.className = kind;
  parent.appendChild(made);
  return made;
}
function row(table, cells, tag = 'td') {
  const line = element(table, 'tr', '');
  cells.forEach(cell => Array.isArray(cell) ? element(line, tag, cell[0], cell[1]) : element(line, tag, cell));
}
// what a reader must know first: the title, what was run, and why not to believe it
function head(title, period, warnings) {
  $('title').textContent = title;
  document.title = title;
  $('period').textContent = `${period}; times are UTC, money is in the account's coin`;
  $('warnings').hidden = warnings.length === 0;
  warnings.forEach(text => element($('warnings').querySelector('ul'), 'li', text));
}
const tone = (value, text) => [text, value > 0 ? 'good' : value < 0 ? 'bad' : ''];

const charts = [];
function axes(value) {
  const stroke = color('--faint'), grid = {stroke: color('--line'), width: 1};
  return [{stroke, grid}, {stroke, grid, size: 70, values: (_, ticks) => ticks.map(value)}];
}
function chart(parent, height, series, columns, value, hooks, isTime = true, bands = []) {
  const width = () => parent.clientWidth;
  const plot = new uPlot({width: width(), height, tzDate: at => uPlot.tzDate(new Date(at * 1e3), 'Etc/UTC'),
    series: [isTime ? {label: 'UTC', value: (_, at) => at == null ? '' : minute(at)} : {label: 'number'}, ...series], axes: axes(value),
    scales: {x: {time: isTime}}, bands, hooks: hooks || {}}, columns, parent);
  charts.push(() => plot.setSize({width: width(), height}));
  return plot;
}
window.addEventListener('resize', () => charts.forEach(resize => resize()));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => location.reload());
