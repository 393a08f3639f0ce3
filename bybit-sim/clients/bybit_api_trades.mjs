// Trades through the npm package bybit-api: REST, the private stream and orders by stream.
import { readFileSync } from 'node:fs';
import { RestClientV5, WebsocketAPIClient, WebsocketClient } from 'bybit-api';

const base = process.env.SIM_URL;
const stream = base.replace('http', 'ws');
const { key, secret } = JSON.parse(readFileSync(process.env.SIM_KEYS, 'utf8').split('\n')[2]);
let checks = 0;
let failures = 0;

function check(name, ok, shown = '') {
  checks += 1;
  failures += ok ? 0 : 1;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} ${JSON.stringify(shown).slice(0, 150)}`);
}

async function waitFor(seconds, happened) {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline && !happened()) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return happened();
}

const quiet = { trace() {}, info() {}, error(...words) { console.log('client says:', ...words); } };
const rest = new RestClientV5({ key, secret, baseUrl: base, parseAPIRateLimits: true });
const linear = { category: 'linear', symbol: 'BTCUSDT' };
const price = async () => Number((await rest.getTickers(linear)).result.list[0].lastPrice);
const round = (value) => (Math.round(value * 10) / 10).toFixed(1);

async function byRest() {
  const wallet = await rest.getWalletBalance({ accountType: 'UNIFIED' });
  check('wallet', Number(wallet.result.list[0].totalEquity) > 0, wallet.result);
  check('limit headers', wallet.rateLimitApi?.maxRequests === 50, wallet.rateLimitApi);
  check('key', (await rest.getQueryApiKey()).result.readOnly === 0);
  check('leverage', (await rest.setLeverage({ ...linear, buyLeverage: '6', sellLeverage: '6' })).retCode === 0);
  check('leverage again', (await rest.setLeverage({ ...linear, buyLeverage: '6', sellLeverage: '6' })).retCode === 110043);
  const limit = round((await price()) * 0.99);
  const placed = await rest.submitOrder({ ...linear, side: 'Buy', orderType: 'Limit', qty: '0.01', price: limit, orderLinkId: `node-${Date.now()}` });
  check('place', placed.retCode === 0 && placed.result.orderId, placed);
  check('amend', (await rest.amendOrder({ ...linear, orderId: placed.result.orderId, qty: '0.02' })).retCode === 0);
  const open = (await rest.getActiveOrders({ ...linear, openOnly: 0 })).result.list;
  check('open orders', open.length === 1 && Number(open[0].qty) === 0.02, open);
  check('cancel', (await rest.cancelOrder({ ...linear, orderId: placed.result.orderId })).retCode === 0);
  const batch = await rest.batchSubmitOrders('linear', [1, 2].map((i) => ({ symbol: 'BTCUSDT', side: 'Buy', orderType: 'Limit', qty: '0.01', price: round(limit - 10 * i) })));
  check('batch', batch.retExtInfo.list.every((row) => row.code === 0), batch);
  check('cancel all', (await rest.cancelAllOrders(linear)).result.list.length === 2);
  const taken = await rest.submitOrder({ ...linear, side: 'Buy', orderType: 'Market', qty: '0.01' });
  await waitFor(1, () => false);
  const position = (await rest.getPositionInfo(linear)).result.list[0];
  check('position', position.side === 'Buy' && Number(position.size) === 0.01, position);
  const last = await price();
  check('trading stop', (await rest.setTradingStop({ ...linear, positionIdx: 0, tpslMode: 'Full', stopLoss: round(last * 0.95), slTriggerBy: 'MarkPrice' })).retCode === 0);
  const executions = (await rest.getExecutionList({ ...linear, orderId: taken.result.orderId })).result.list;
  check('executions', executions.length > 0 && executions.every((row) => Number(row.execFee) > 0), executions);
  check('order history', (await rest.getHistoricOrders({ ...linear, orderId: taken.result.orderId })).result.list[0].orderStatus === 'Filled');
  await rest.submitOrder({ ...linear, side: 'Sell', orderType: 'Market', qty: '0.01', reduceOnly: true });
  const spot = await rest.submitOrder({ category: 'spot', symbol: 'BTCUSDT', side: 'Buy', orderType: 'Market', qty: '50', marketUnit: 'quoteCoin' });
  check('spot', spot.retCode === 0 && spot.result.orderLinkId !== '', spot);
}

async function byStream() {
  const seen = {};
  const problems = [];
  const socket = new WebsocketClient({ key, secret, wsUrl: `${stream}/v5/private` }, quiet);
  socket.on('update', (message) => { seen[message.topic] = (seen[message.topic] ?? []).concat(message.data); });
  socket.on('exception', (problem) => problems.push(problem));
  let returned = 0;
  socket.on('reconnected', () => { returned += 1; });
  await Promise.race([socket.subscribeV5(['order', 'execution', 'position', 'wallet'], 'linear', true), waitFor(10, () => false)]);
  await waitFor(2, () => false);
  const trader = new WebsocketAPIClient({ key, secret, wsUrl: `${stream}/v5/trade`, attachEventListeners: false }, quiet);
  const limit = round((await price()) * 0.99);
  const placed = await trader.submitNewOrder({ ...linear, side: 'Buy', orderType: 'Limit', qty: '0.01', price: limit });
  check('order by stream', placed.retCode === 0 && placed.data.orderId, placed);
  const id = placed.data.orderId;
  check('amendment by stream', (await trader.amendOrder({ ...linear, orderId: id, qty: '0.02' })).retCode === 0);
  check('cancel by stream', (await trader.cancelOrder({ ...linear, orderId: id })).retCode === 0);
  const refusal = await trader.cancelOrder({ ...linear, orderId: id }).catch((answer) => answer);
  check('refusal by stream', refusal.retCode === 110001, refusal);
  const batch = await trader.batchSubmitOrders('linear', [{ symbol: 'BTCUSDT', side: 'Buy', orderType: 'Limit', qty: '0.01', price: limit }]);
  check('batch by stream', batch.retExtInfo.list[0].code === 0, batch);
  await rest.cancelAllOrders(linear);
  await rest.submitOrder({ ...linear, side: 'Buy', orderType: 'Market', qty: '0.01' });
  for (const topic of ['order', 'execution', 'position', 'wallet']) {
    check(`stream of ${topic}`, await waitFor(5, () => seen[topic]), seen[topic]?.[0]);
  }
  check('the order on the stream', seen.order?.some((order) => order.orderId === id && order.orderStatus === 'Cancelled'));
  await fetch(`${process.env.SIM_CONTROL_URL}/sim/faults/drop`, { method: 'POST' });
  check('back after a drop', await waitFor(20, () => returned > 0), returned);
  await waitFor(2, () => false);
  seen.execution = undefined;
  await rest.submitOrder({ ...linear, side: 'Sell', orderType: 'Market', qty: '0.01', reduceOnly: true });
  check('stream after a drop', await waitFor(10, () => seen.execution), seen.execution?.[0]);
  check('no exceptions', problems.length === 0, problems);
  socket.closeAll(true);
  trader.getWSClient().closeAll(true);
}

for (const part of [byRest, byStream]) {
  await part().catch((error) => check(`${part.name}: ${error?.stack ?? JSON.stringify(error)}`, false));
}
console.log(`${checks} checks, ${failures} failed`);
process.exit(failures ? 1 : 0);
