"""Trades through pybit: REST, the private stream and the trade stream."""
import time
import uuid

import pybit._websocket_trading as trading
import pybit.unified_trading as unified
from checks import BASE, STREAM, account, check, control, refused, run, wait_for

KEY, SECRET, UID = account(0)
unified.PRIVATE_WSS = STREAM + "/v5/private"
trading.TRADE_WSS = STREAM + "/v5/trade"
session = unified.HTTP(api_key=KEY, api_secret=SECRET)
session.endpoint = BASE
seen = {"order": [], "execution": [], "position": [], "wallet": [], "execution.fast": []}


def last(symbol, category="linear"):
    return float(session.get_tickers(category=category, symbol=symbol)["result"]["list"][0]["lastPrice"])


def position(symbol):
    return session.get_positions(category="linear", symbol=symbol)["result"]["list"][0]


def new_id(what):
    return f"py-{what}-{uuid.uuid4().hex[:12]}"


def open_orders(**query):
    return session.get_open_orders(**query)["result"]["list"]


def streams():
    private = unified.WebSocket(testnet=False, channel_type="private", api_key=KEY, api_secret=SECRET, private_auth_expire=10)
    private.order_stream(lambda message: seen["order"].extend(message["data"]))
    private.execution_stream(lambda message: seen["execution"].extend(message["data"]))
    private.fast_execution_stream(lambda message: seen["execution.fast"].extend(message["data"]))
    private.position_stream(lambda message: seen["position"].extend(message["data"]))
    private.wallet_stream(lambda message: seen["wallet"].extend(message["data"]))
    check("private stream", wait_for(5, lambda: private.auth))
    time.sleep(1)


def account_reads():
    wallet = session.get_wallet_balance(accountType="UNIFIED")["result"]["list"][0]
    check("wallet", float(wallet["totalEquity"]) > 0 and wallet["coin"][0]["coin"] == "USDT", wallet["totalEquity"])
    named = session.get_wallet_balance(accountType="UNIFIED", coin="BTC,USDT")["result"]["list"][0]["coin"]
    check("wallet of named coins", {c["coin"] for c in named} == {"BTC", "USDT"}, named)
    check("account info", session.get_account_info()["result"]["unifiedMarginStatus"] in (3, 4, 5, 6))
    key = session.get_api_key_information()["result"]
    check("key", key["userID"] == UID and key["readOnly"] == 0 and key["permissions"]["Spot"] == ["SpotTrade"], key)
    rates = session.get_fee_rates(category="linear", symbol="BTCUSDT")["result"]["list"]
    check("fee rates", rates[0]["symbol"] == "BTCUSDT" and 0 < float(rates[0]["takerFeeRate"]) < 0.01, rates)
    check("flat position", position("ETHUSDT")["size"] in ("0", "0.00"), position("ETHUSDT"))


def leverage():
    session.set_leverage(category="linear", symbol="BTCUSDT", buyLeverage="7", sellLeverage="7")
    check("leverage", position("BTCUSDT")["leverage"] == "7")
    refused("leverage again", 110043, lambda: session.set_leverage(category="linear", symbol="BTCUSDT", buyLeverage="7", sellLeverage="7"))
    session.switch_position_mode(category="linear", symbol="SOLUSDT", mode=3)
    both = session.get_positions(category="linear", symbol="SOLUSDT")["result"]["list"]
    check("hedge mode", sorted(p["positionIdx"] for p in both) == [1, 2])
    session.switch_position_mode(category="linear", symbol="SOLUSDT", mode=0)


def limit_order():
    price = round(last("BTCUSDT") * 0.99, 1)
    link = new_id("limit")
    placed = session.place_order(category="linear", symbol="BTCUSDT", side="Buy", orderType="Limit", qty=0.01, price=price, timeInForce="PostOnly", orderLinkId=link)["result"]
    check("place", placed["orderLinkId"] == link, placed)
    check("New on the stream", wait_for(5, lambda: any(o["orderId"] == placed["orderId"] and o["orderStatus"] == "New" for o in seen["order"])))
    refused("the same id again", 110072, lambda: session.place_order(category="linear", symbol="BTCUSDT", side="Buy", orderType="Limit", qty=0.01, price=price, orderLinkId=link))
    session.amend_order(category="linear", symbol="BTCUSDT", orderLinkId=link, qty=0.02, price=round(price * 0.999, 1))
    shown = open_orders(category="linear", symbol="BTCUSDT", orderLinkId=link)[0]
    check("amend", shown["qty"] in ("0.02", "0.020") and float(shown["price"]) < price, shown)
    session.cancel_order(category="linear", symbol="BTCUSDT", orderId=placed["orderId"])
    check("Cancelled on the stream", wait_for(5, lambda: any(o["orderId"] == placed["orderId"] and o["orderStatus"] == "Cancelled" for o in seen["order"])))
    refused("cancel again", 110001, lambda: session.cancel_order(category="linear", symbol="BTCUSDT", orderId=placed["orderId"]))


def batch():
    price = last("ETHUSDT")
    rows = [{"symbol": "ETHUSDT", "side": "Buy", "orderType": "Limit", "qty": "0.1", "price": f"{price * (0.97 - i / 200):.2f}", "orderLinkId": new_id(f"b{i}")} for i in range(4)]
    rows.append({"symbol": "NOPEUSDT", "side": "Buy", "orderType": "Limit", "qty": "0.1", "price": "1"})
    answer = session.place_batch_order(category="linear", request=rows)
    codes = [row["code"] for row in answer["retExtInfo"]["list"]]
    check("batch", codes[:4] == [0] * 4 and codes[4] != 0, codes)
    ids = [row["orderId"] for row in answer["result"]["list"][:4]]
    answer = session.amend_batch_order(category="linear", request=[{"symbol": "ETHUSDT", "orderId": i, "qty": "0.2"} for i in ids[:2]])
    check("batch of amendments", [row["code"] for row in answer["retExtInfo"]["list"]] == [0, 0], answer)
    answer = session.cancel_batch_order(category="linear", request=[{"symbol": "ETHUSDT", "orderId": i} for i in ids[:2]])
    check("batch of cancels", [row["code"] for row in answer["retExtInfo"]["list"]] == [0, 0], answer)
    done = session.cancel_all_orders(category="linear", symbol="ETHUSDT")["result"]
    check("cancel all", sorted(o["orderId"] for o in done["list"]) == sorted(ids[2:]) and done["success"] == "1", done)
    check("nothing open", not open_orders(category="linear", settleCoin="USDT"))


def fills():
    opened = session.place_order(category="linear", symbol="BTCUSDT", side="Buy", orderType="Market", qty=0.05)["result"]["orderId"]
    check("execution on the stream", wait_for(5, lambda: any(e["orderId"] == opened for e in seen["execution"])))
    check("fast execution", wait_for(5, lambda: any(e["orderId"] == opened for e in seen["execution.fast"])))
    check("position on the stream", wait_for(5, lambda: any(float(p["size"]) > 0 for p in seen["position"])))
    check("wallet on the stream", wait_for(5, lambda: seen["wallet"]), seen["wallet"][:1])
    held = position("BTCUSDT")
    check("position", held["side"] == "Buy" and float(held["size"]) == 0.05 and float(held["avgPrice"]) > 0, held)
    trades = session.get_executions(category="linear", orderId=opened)["result"]["list"]
    check("executions", abs(sum(float(t["execQty"]) for t in trades) - 0.05) < 1e-9 and all(float(t["execFee"]) > 0 for t in trades), trades)
    price = last("BTCUSDT")
    session.set_trading_stop(category="linear", symbol="BTCUSDT", tpslMode="Full", positionIdx=0, takeProfit=round(price * 1.2, 1), stopLoss=round(price * 0.9, 1), slTriggerBy="MarkPrice")
    held = position("BTCUSDT")
    check("trading stop", abs(float(held["stopLoss"]) - price * 0.9) < 1 and abs(float(held["takeProfit"]) - price * 1.2) < 1, held)
    kinds = sorted(o["stopOrderType"] for o in open_orders(category="linear", symbol="BTCUSDT"))
    check("its orders", kinds == ["StopLoss", "TakeProfit"], kinds)
    refused("the same stop", 34040, lambda: session.set_trading_stop(category="linear", symbol="BTCUSDT", tpslMode="Full", positionIdx=0, stopLoss=round(price * 0.9, 1), slTriggerBy="MarkPrice"))
    session.set_trading_stop(category="linear", symbol="BTCUSDT", tpslMode="Full", positionIdx=0, takeProfit=0, stopLoss=0)
    check("without it", float(position("BTCUSDT")["stopLoss"] or 0) == 0 and not open_orders(category="linear", symbol="BTCUSDT"))
    closed = session.place_order(category="linear", symbol="BTCUSDT", side="Sell", orderType="Market", qty=0.05, reduceOnly=True)["result"]["orderId"]
    check("closed", wait_for(5, lambda: float(position("BTCUSDT")["size"]) == 0), position("BTCUSDT"))
    check("flat on the stream", wait_for(5, lambda: any(p["symbol"] == "BTCUSDT" and float(p["size"]) == 0 and p["side"] == "" for p in seen["position"])))
    refused("nothing to reduce", 110017, lambda: session.place_order(category="linear", symbol="BTCUSDT", side="Sell", orderType="Market", qty=0.05, reduceOnly=True))
    done = open_orders(category="linear", symbol="BTCUSDT", orderId=closed)[0]
    check("the closed order", done["orderStatus"] == "Filled" and float(done["avgPrice"]) > 0, done)

def stops():
    price = last("BTCUSDT")
    link = new_id("stop")
    session.place_order(category="linear", symbol="BTCUSDT", side="Buy", orderType="Market", qty=0.01, triggerPrice=round(price * 1.05, 1), triggerDirection=1, triggerBy="LastPrice", orderLinkId=link)
    waiting = open_orders(category="linear", symbol="BTCUSDT", orderLinkId=link)[0]
    check("conditional order", waiting["orderStatus"] == "Untriggered" and waiting["stopOrderType"] == "Stop", waiting)
    check("found as a stop order", len(open_orders(category="linear", symbol="BTCUSDT", orderFilter="StopOrder")) == 1)
    session.cancel_order(category="linear", symbol="BTCUSDT", orderLinkId=link)
    opened = session.place_order(category="linear", symbol="ETHUSDT", side="Buy", orderType="Market", qty=0.5, stopLoss=round(last("ETHUSDT") * 0.95, 2), slTriggerBy="MarkPrice", tpslMode="Full")["result"]["orderId"]
    check("attached stop", wait_for(5, lambda: float(position("ETHUSDT")["stopLoss"] or 0) > 0), opened)
    control(f"accounts/{UID}/liquidate?symbol=ETHUSDT")
    check("liquidated", wait_for(5, lambda: float(position("ETHUSDT")["size"]) == 0), position("ETHUSDT"))
    check("told so", wait_for(5, lambda: any(e["execType"] == "BustTrade" for e in seen["execution"])))


def spot():
    bought = session.place_order(category="spot", symbol="BTCUSDT", side="Buy", orderType="Market", qty=200)["result"]
    check("an id of its own", bought["orderLinkId"] != "", bought)
    check("spot fill on the stream", wait_for(5, lambda: any(e["orderId"] == bought["orderId"] for e in seen["execution"])))
    trades = session.get_executions(category="spot", symbol="BTCUSDT", orderId=bought["orderId"])["result"]["list"]
    quantity = sum(float(t["execQty"]) for t in trades)
    fee = sum(float(t["execFee"]) for t in trades)
    check("fee in the coin that was bought", all(t["feeCurrency"] == "BTC" for t in trades) and 0 < fee < quantity * 0.01, trades[0])
    coin = session.get_wallet_balance(accountType="UNIFIED", coin="BTC")["result"]["list"][0]["coin"][0]
    check("wallet less the fee", abs(float(coin["walletBalance"]) - quantity + fee) < 1e-9, coin)
    refused("more than is there", 170131, lambda: session.place_order(category="spot", symbol="BTCUSDT", side="Sell", orderType="Market", qty=f"{quantity:.6f}"))
    sold = int((quantity - fee) * 1e6) / 1e6
    session.place_order(category="spot", symbol="BTCUSDT", side="Sell", orderType="Market", qty=f"{sold:.6f}")
    resting = session.place_order(category="spot", symbol="BTCUSDT", side="Buy", orderType="Limit", qty=0.001, price=round(last("BTCUSDT", "spot") * 0.995, 1))["result"]["orderId"]
    check("spot order rests", open_orders(category="spot", symbol="BTCUSDT")[0]["orderId"] == resting)
    session.cancel_order(category="spot", symbol="BTCUSDT", orderId=resting)
    refused("spot cancel again", 170213, lambda: session.cancel_order(category="spot", symbol="BTCUSDT", orderId=resting))


def pages():
    for name, call, key in (("order history", session.get_order_history, "orderId"), ("executions", session.get_executions, "execId")):
        ids, cursor, count = [], None, 0
        while count < 50:
            result = call(category="linear", limit=3, cursor=cursor)["result"]
            ids += [row[key] for row in result["list"]]
            cursor, count = result["nextPageCursor"], count + 1
            if not result["list"] or not cursor:
                break
        whole = [row[key] for row in call(category="linear", limit=50)["result"]["list"]]
        check(f"pages of {name}", ids == whole and len(set(ids)) == len(ids) and count < 50, f"{len(ids)} rows in {count} pages")


def trade_stream():
    answers = []
    socket = unified.WebSocketTrading(testnet=False, api_key=KEY, api_secret=SECRET, recv_window=8000, private_auth_expire=10)
    check("trade stream", wait_for(5, lambda: socket.auth))
    link = new_id("ws")
    price = round(last("BTCUSDT") * 0.98, 1)
    socket.place_order(answers.append, error_callback=answers.append, category="linear", symbol="BTCUSDT", side="Buy", orderType="Limit", qty="0.01", price=str(price), orderLinkId=link)
    check("order by stream", wait_for(5, lambda: answers) and answers[0]["data"]["orderLinkId"] == link, answers)
    socket.amend_order(answers.append, error_callback=answers.append, category="linear", symbol="BTCUSDT", orderLinkId=link, qty="0.02")
    check("amendment by stream", wait_for(5, lambda: len(answers) == 2) and answers[1]["retCode"] == 0, answers[-1])
    socket.cancel_order(answers.append, error_callback=answers.append, category="linear", symbol="BTCUSDT", orderLinkId=link)
    check("cancel by stream", wait_for(5, lambda: len(answers) == 3) and answers[2]["retCode"] == 0, answers[-1])
    socket.cancel_order(answers.append, error_callback=answers.append, category="linear", symbol="BTCUSDT", orderLinkId=link)
    check("refusal by stream", wait_for(5, lambda: len(answers) == 4) and answers[3]["retCode"] == 110001, answers[-1])
    rows = [{"symbol": "ETHUSDT", "side": "Buy", "orderType": "Limit", "qty": "0.1", "price": f"{last('ETHUSDT') * 0.97:.2f}"} for _ in range(2)]
    socket.place_batch_order(answers.append, error_callback=answers.append, category="linear", request=rows)
    check("batch by stream", wait_for(5, lambda: len(answers) == 5) and [r["code"] for r in answers[4]["retExtInfo"]["list"]] == [0, 0], answers[-1])
    session.cancel_all_orders(category="linear", settleCoin="USDT")
    socket.exit()


def after_a_drop():
    control("faults/drop")
    time.sleep(3)
    seen["order"].clear()
    session.place_order(category="linear", symbol="BTCUSDT", side="Buy", orderType="Limit", qty=0.01, price=round(last("BTCUSDT") * 0.98, 1))
    check("private stream after a drop", wait_for(10, lambda: seen["order"]), seen["order"][:1])
    session.cancel_all_orders(category="linear", settleCoin="USDT")


def wrong_keys():
    stranger = unified.HTTP(api_key="nobody", api_secret=SECRET)
    stranger.endpoint = BASE
    refused("unknown key", 10003, lambda: stranger.get_account_info())
    forger = unified.HTTP(api_key=KEY, api_secret="wrong")
    forger.endpoint = BASE
    refused("wrong secret", 10004, lambda: forger.get_account_info())


run(account_reads, leverage, streams, limit_order, batch, fills, stops, spot, pages, trade_stream, after_a_drop, wrong_keys)
