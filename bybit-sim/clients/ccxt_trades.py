"""Trades through ccxt (REST) and ccxt.pro (streams, and orders by stream)."""
import asyncio
import time

import ccxt
import ccxt.pro
from checks import BASE, STREAM, account, check, control, run

PERPETUAL, SPOT = "BTC/USDT:USDT", "BTC/USDT"
KEY, SECRET, UID = account(1)


def at_sim(kind):
    exchange = kind({"apiKey": KEY, "secret": SECRET})
    api = exchange.urls["api"]
    for name in ("spot", "futures", "v2", "public", "private"):
        api[name] = BASE
    if "ws" in api:
        api["ws"] = {
            "public": {category: f"{STREAM}/v5/public/{category}" for category in ("spot", "linear", "inverse", "option")},
            "private": {"spot": {"unified": f"{STREAM}/v5/private"}, "contract": f"{STREAM}/v5/private", "trade": f"{STREAM}/v5/trade"},
        }
    return exchange


exchange = at_sim(ccxt.bybit)


def held(symbol=PERPETUAL):
    return next((p for p in exchange.fetch_positions([symbol]) if p["contracts"]), None)


def last(symbol):
    return exchange.fetch_ticker(symbol)["last"]


def settled(order, symbol, seconds=5):
    """The order once it is closed: an answer only says that it was received."""
    deadline = time.time() + seconds
    while True:
        found = exchange.fetch_order(order["id"], symbol, {"acknowledged": True})
        if found["status"] != "open" or time.time() > deadline:
            return found
        time.sleep(0.2)


def markets():
    found = exchange.load_markets()
    market = found[PERPETUAL]
    check("markets", PERPETUAL in found and SPOT in found and market["linear"] and market["precision"]["amount"] > 0, len(found))
    unified = exchange.is_unified_enabled()
    check("unified account", unified[1], unified)
    check("time", abs(exchange.fetch_time() - time.time() * 1000) < 2000)
    check("currencies", "USDT" in exchange.fetch_currencies())
    check("trading fee", exchange.fetch_trading_fee(PERPETUAL)["taker"] > 0)
    tiers = exchange.fetch_market_leverage_tiers(PERPETUAL)
    check("leverage tiers", tiers[0]["maxLeverage"] == market["limits"]["leverage"]["max"], tiers[0])
    balance = exchange.fetch_balance()
    check("balance", balance["USDT"]["total"] > 0 and balance["USDT"]["free"] > 0, balance["USDT"])


def settings():
    exchange.set_leverage(5, PERPETUAL)
    check("leverage", exchange.fetch_leverage(PERPETUAL)["longLeverage"] == 5)
    exchange.set_margin_mode("isolated", PERPETUAL, {"leverage": 5})
    exchange.set_margin_mode("cross", PERPETUAL, {"leverage": 5})
    exchange.set_position_mode(True, "ETH/USDT:USDT")
    exchange.set_position_mode(False, "ETH/USDT:USDT")
    check("settings", True)


def limit_orders():
    price = exchange.price_to_precision(PERPETUAL, last(PERPETUAL) * 0.99)
    order = exchange.create_order(PERPETUAL, "limit", "buy", 0.01, float(price), {"postOnly": True, "clientOrderId": f"ccxt-{int(time.time() * 1000)}"})
    found = exchange.fetch_open_order(order["id"], PERPETUAL)
    check("limit order", found["status"] == "open" and found["timeInForce"] == "PO" and found["amount"] == 0.01 and found["remaining"] == 0.01, found["info"])
    exchange.edit_order(order["id"], PERPETUAL, "limit", "buy", 0.02, float(price) - 10)
    found = exchange.fetch_open_order(order["id"], PERPETUAL)
    check("edited", found["amount"] == 0.02 and found["price"] == float(price) - 10, found["price"])
    exchange.cancel_order(order["id"], PERPETUAL)
    check("cancelled", settled(order, PERPETUAL)["status"] == "canceled")
    check("in the list of cancelled ones", order["id"] in [o["id"] for o in exchange.fetch_canceled_orders(PERPETUAL)])
    many = exchange.create_orders([{"symbol": PERPETUAL, "type": "limit", "side": "buy", "amount": 0.01, "price": float(price) - 20 * i} for i in range(1, 4)])
    check("several at once", len({o["id"] for o in many}) == 3)
    check("open ones", len(exchange.fetch_open_orders(PERPETUAL)) == 3)
    exchange.cancel_orders([many[0]["id"]], PERPETUAL)
    exchange.cancel_all_orders(PERPETUAL)
    check("none open", not exchange.fetch_open_orders(PERPETUAL))
    for name, kind, call in (
        ("unknown order", ccxt.OrderNotFound, lambda: exchange.cancel_order("00000000-0000-4000-8000-000000000000", PERPETUAL)),
        ("too large", ccxt.InsufficientFunds, lambda: exchange.create_order(PERPETUAL, "limit", "buy", 50, float(price))),
        ("too small", ccxt.InvalidOrder, lambda: exchange.create_order("ETH/USDT:USDT", "limit", "buy", 0.00001, 1000)),
    ):
        try:
            check(name, False, call())
        except kind as error:
            check(name, True, error)


def market_orders():
    order = exchange.create_order(PERPETUAL, "market", "buy", 0.05)
    done = settled(order, PERPETUAL)
    check("market order", done["status"] == "closed" and done["filled"] == 0.05 and done["average"] > 0, done["info"])
    position = held()
    check("position", position["side"] == "long" and position["contracts"] == 0.05 and position["entryPrice"] > 0 and position["leverage"] == 5, position)
    check("position of the symbol", exchange.fetch_position(PERPETUAL)["contracts"] == 0.05)
    check("trades of the order", sum(t["amount"] for t in exchange.fetch_order_trades(order["id"], PERPETUAL)) == 0.05)
    exchange.create_order(PERPETUAL, "market", "sell", 0.05, None, {"reduceOnly": True})
    time.sleep(1)
    check("flat", held() is None)
    past = exchange.fetch_closed_orders(PERPETUAL)
    check("closed orders", order["id"] in [o["id"] for o in past] and all(o["status"] == "closed" for o in past), len(past))


def stops():
    price = last(PERPETUAL)
    order = exchange.create_order(PERPETUAL, "market", "buy", 0.02, None, {"stopLoss": {"triggerPrice": round(price * 0.95, 1)}, "takeProfit": {"triggerPrice": round(price * 1.05, 1)}})
    check("with stops", settled(order, PERPETUAL)["status"] == "closed")
    position = held()
    check("stops of the position", abs(position["stopLossPrice"] - price * 0.95) < 1 and abs(position["takeProfitPrice"] - price * 1.05) < 1, position["info"])
    waiting = exchange.fetch_open_orders(PERPETUAL, None, None, {"trigger": True})
    check("stop orders", len(waiting) == 2 and all(o["triggerPrice"] and o["reduceOnly"] for o in waiting), [o["info"] for o in waiting])
    exchange.create_order(PERPETUAL, "market", "sell", 0.02, None, {"stopLossPrice": round(price * 0.97, 1)})
    waiting = exchange.fetch_open_orders(PERPETUAL, None, None, {"trigger": True})
    check("a stop order of one's own", len(waiting) == 3, len(waiting))
    own = next(o for o in waiting if o["info"]["stopOrderType"] == "Stop")
    exchange.edit_order(own["id"], PERPETUAL, "market", "sell", 0.02, None, {"triggerPrice": round(price * 0.96, 1)})
    check("moved", exchange.fetch_open_order(own["id"], PERPETUAL, {"trigger": True})["triggerPrice"] == round(price * 0.96, 1))
    exchange.cancel_order(own["id"], PERPETUAL, {"trigger": True})
    exchange.create_order(PERPETUAL, "market", "buy", 0.02, None, {"trailingAmount": 500, "trailingTriggerPrice": round(price * 1.01, 1), "reduceOnly": True})
    check("trailing stop", held()["info"]["trailingStop"] == "500", held()["info"])
    exchange.create_order(PERPETUAL, "market", "sell", 0.02, None, {"reduceOnly": True})
    time.sleep(1)
    check("stops end with the position", held() is None and not exchange.fetch_open_orders(PERPETUAL, None, None, {"trigger": True}))


def spot():
    cost = exchange.create_market_buy_order_with_cost(SPOT, 100)
    done = settled(cost, SPOT)
    check("buy by value", done["status"] in ("closed", "canceled") and 99 < done["cost"] <= 100 and done["filled"] > 0, done["info"])
    paid = exchange.fetch_order_trades(cost["id"], SPOT)
    check("fee in base coin", paid and all(t["fee"]["currency"] == "BTC" and t["fee"]["cost"] > 0 for t in paid), paid[:1])
    amount = exchange.create_order(SPOT, "market", "buy", 0.002, None, {"createMarketBuyOrderRequiresPrice": False, "marketUnit": "baseCoin"})
    check("buy by amount", settled(amount, SPOT)["filled"] == 0.002, settled(amount, SPOT)["info"])
    free = exchange.fetch_balance()["BTC"]["free"]
    check("balance less fees", abs(free - (done["filled"] + 0.002) * 0.999) < 1e-6, free)
    stop = exchange.create_order(SPOT, "market", "sell", float(exchange.amount_to_precision(SPOT, free)), None, {"stopLossPrice": round(last(SPOT) * 0.95, 1)})
    waiting = exchange.fetch_open_orders(SPOT, None, None, {"orderFilter": "tpslOrder"})
    check("spot stop", [o["id"] for o in waiting] == [stop["id"]], [o["info"] for o in waiting])
    try:
        check("a stop is no plain order", False, exchange.cancel_order(stop["id"], SPOT))
    except ccxt.OrderNotFound as error:
        check("a stop is no plain order", True, error)
    exchange.cancel_order(stop["id"], SPOT, {"orderFilter": "tpslOrder"})
    price = float(exchange.price_to_precision(SPOT, last(SPOT) * 0.99))
    limit = exchange.create_order(SPOT, "limit", "buy", 0.001, price, {"stopLoss": {"triggerPrice": round(price * 0.9, 1)}})
    check("spot limit with a stop", exchange.fetch_open_order(limit["id"], SPOT)["status"] == "open")
    exchange.cancel_order(limit["id"], SPOT)
    sold = exchange.create_order(SPOT, "market", "sell", float(exchange.amount_to_precision(SPOT, free)))
    check("sell", settled(sold, SPOT)["status"] == "closed", settled(sold, SPOT)["info"])


def paging():
    for _ in range(6):
        exchange.create_order(PERPETUAL, "market", "buy", 0.001)
        exchange.create_order(PERPETUAL, "market", "sell", 0.001)
        time.sleep(0.3)  # Bybit takes 10 a second, ccxt sends up to 20
    time.sleep(1)
    whole = exchange.fetch_my_trades(PERPETUAL, limit=100)
    paged = exchange.fetch_my_trades(PERPETUAL, params={"paginate": True, "paginationCalls": 10, "limit": 4})
    check("pages of trades", sorted(t["id"] for t in paged) == sorted(t["id"] for t in whole) and len(whole) >= 12, f"{len(paged)} of {len(whole)}")
    since = whole[len(whole) // 2]["timestamp"]
    check("trades since", {t["id"] for t in exchange.fetch_my_trades(PERPETUAL, since)} == {t["id"] for t in whole if t["timestamp"] >= since})
    exchange.create_order(PERPETUAL, "market", "buy", 0.01)
    time.sleep(1)
    control(f"accounts/{UID}/fund?symbol=BTCUSDT&rate=0.0001")
    exchange.create_order(PERPETUAL, "market", "sell", 0.01, None, {"reduceOnly": True})
    paid = exchange.fetch_funding_history(PERPETUAL)
    check("funding", len(paid) == 1 and float(paid[0]["info"]["execFee"]) > 0, paid)


def streams():
    asyncio.run(all_streams())


async def keep_states(pro, seen):
    """Notes the states of orders. ccxt.pro keeps no frame for a caller who is not waiting when it comes."""
    while True:
        for told in await pro.watch_orders(PERPETUAL):
            seen[told["id"]] = told["status"]


async def all_streams():
    pro = at_sim(ccxt.pro.bybit)
    try:
        await pro.load_markets()
        tasks = {
            "orders": asyncio.create_task(pro.watch_orders(PERPETUAL)),
            "trades": asyncio.create_task(pro.watch_my_trades(PERPETUAL)),
            "positions": asyncio.create_task(pro.watch_positions([PERPETUAL])),
            "balance": asyncio.create_task(pro.watch_balance()),
        }
        await asyncio.sleep(2)
        told = await asyncio.wait_for(tasks.pop("positions"), 10)
        check("first the positions that are there", told == [], told)
        tasks["positions"] = asyncio.create_task(pro.watch_positions([PERPETUAL]))
        await asyncio.sleep(0.5)
        order = await pro.create_order(PERPETUAL, "market", "buy", 0.01)
        for name, task in tasks.items():
            told = await asyncio.wait_for(task, 10)
            check("stream of " + name, bool(told), told["info"] if name == "balance" else told[0]["info"])
        price = float(pro.price_to_precision(PERPETUAL, (await pro.fetch_ticker(PERPETUAL))["last"] * 0.99))
        seen = {}
        watcher = asyncio.create_task(keep_states(pro, seen))
        sent = await pro.create_order_ws(PERPETUAL, "limit", "buy", 0.01, price)
        check("order by stream", sent["id"], sent)
        edited = await pro.edit_order_ws(sent["id"], PERPETUAL, "limit", "buy", 0.02, price)
        check("edit by stream", edited["id"] == sent["id"], edited)
        gone = await pro.cancel_order_ws(sent["id"], PERPETUAL)
        check("cancel by stream", gone["id"] == sent["id"], gone)
        for _ in range(50):
            if seen.get(sent["id"]) == "canceled":
                break
            await asyncio.sleep(0.2)
        watcher.cancel()
        check("cancelled on the stream", seen.get(sent["id"]) == "canceled", seen)
        control("faults/drop")
        after = None
        for _ in range(20):
            try:
                watching = asyncio.create_task(pro.watch_my_trades(PERPETUAL))
                await asyncio.sleep(1)
                await pro.create_order(PERPETUAL, "market", "buy", 0.001)
                after = await asyncio.wait_for(watching, 10)
                break
            except ccxt.NetworkError:
                await asyncio.sleep(0.5)
        check("stream after a drop", after and order, after and after[-1]["info"])
    finally:
        await pro.close()


run(markets, settings, limit_orders, market_orders, stops, spot, paging, streams)
