"""Reads public data through pybit, ccxt and ccxt.pro."""
import asyncio
import time

from checks import BASE, STREAM, check, control, run, wait_for


def pybit_rest():
    from pybit.unified_trading import HTTP

    session = HTTP()
    session.endpoint = BASE
    now = int(session.get_server_time()["result"]["timeSecond"]) * 1000
    check("pybit time", now > 0, now)
    rows = session.get_kline(category="linear", symbol="BTCUSDT", interval="1", limit=1000)["result"]["list"]
    check("pybit kline", len(rows) == 1000 and int(rows[0][0]) > int(rows[1][0]) > 0, rows[0])
    for interval in ("3", "5", "15", "30", "60", "120", "240", "360", "720", "D", "W", "M"):
        found = session.get_kline(category="spot", symbol="ETHUSDT", interval=interval, limit=3)["result"]["list"]
        check("pybit kline " + interval, len(found) == 3, found[0])
    for interval in ("D", "W", "M"):
        began = time.time()
        found = session.get_kline(category="linear", symbol="BTCUSDT", interval=interval)["result"]["list"]
        check(f"pybit kline {interval} with the default limit", len(found) > 30, f"{len(found)} rows in {time.time() - began:.1f} s")
    for category in ("linear", "spot", "inverse", "option"):
        found = session.get_instruments_info(category=category)["result"]["list"]
        check("pybit instruments " + category, bool(found) == (category in ("linear", "spot")), [i["symbol"] for i in found])
    check("pybit tickers", session.get_tickers(category="linear")["result"]["list"][0]["bid1Price"])
    check("pybit tickers spot", session.get_tickers(category="spot", symbol="BTCUSDT")["result"]["list"][0]["bid1Price"])
    book = session.get_orderbook(category="linear", symbol="BTCUSDT", limit=25)["result"]
    check("pybit orderbook", len(book["a"]) == 25 and float(book["a"][0][0]) > float(book["b"][0][0]), book["a"][0])
    rates = session.get_funding_rate_history(category="linear", symbol="BTCUSDT")["result"]["list"]
    check("pybit funding", len(rates) == 200, rates[0])
    trades = session.get_public_trade_history(category="spot", symbol="BTCUSDT")["result"]["list"]
    check("pybit trades", len(trades) > 0, trades[0])


def pybit_stream(category):
    import pybit.unified_trading as unified

    seen = {}
    unified.PUBLIC_WSS = STREAM + "/v5/public/{CHANNEL_TYPE}"
    socket = unified.WebSocket(testnet=False, channel_type=category)

    def keep(kind):
        return lambda message: seen.setdefault(kind, []).append(message)

    socket.kline_stream(1, "BTCUSDT", keep("kline"))
    socket.ticker_stream("BTCUSDT", keep("ticker"))
    socket.orderbook_stream(1, "BTCUSDT", keep("book1"))
    socket.orderbook_stream(50, "BTCUSDT", keep("book50"))
    socket.trade_stream(["BTCUSDT", "ETHUSDT"], keep("trade"))
    wait_for(40, lambda: len(seen) == 5)
    for kind in ("kline", "ticker", "book1", "book50", "trade"):
        check(f"pybit stream {category} {kind}", kind in seen, seen.get(kind, ["nothing"])[0])
    control("faults/drop")
    time.sleep(2)
    seen.clear()
    check(f"pybit stream {category} after a drop", wait_for(40, lambda: len(seen) == 5), sorted(seen))
    socket.exit()


def at_sim(exchange):
    exchange.urls["api"] = {key: BASE if isinstance(url, str) and not url.startswith("ws") else url for key, url in exchange.urls["api"].items()}
    if "ws" in exchange.urls["api"]:
        exchange.urls["api"]["ws"]["public"].update({c: f"{STREAM}/v5/public/{c}" for c in ("linear", "spot", "inverse", "option")})
    exchange.options["fetchCurrencies"] = False
    exchange.has["fetchCurrencies"] = False
    return exchange


def ccxt_rest():
    import ccxt

    exchange = at_sim(ccxt.bybit())
    markets = exchange.load_markets()
    check("ccxt sync markets", "BTC/USDT:USDT" in markets and "BTC/USDT" in markets, sorted(markets))
    for interval in ("1d", "1w", "1M"):
        began = time.time()
        rows = exchange.fetch_ohlcv("ETH/USDT:USDT", interval)
        check(f"ccxt sync ohlcv {interval} with the default limit", len(rows) > 30, f"{len(rows)} rows in {time.time() - began:.1f} s")
    rates = exchange.fetch_funding_rates()
    check("ccxt sync funding rates", len(rates) > 0 and all(r["fundingTimestamp"] for r in rates.values()), sorted(rates))
    book = exchange.fetch_order_book("BTC/USDT:USDT", 1000)
    check("ccxt sync book", len(book["bids"]) == 1000 and book["timestamp"] > 0, len(book["bids"]))


async def ccxt_all():
    import ccxt.pro

    exchange = at_sim(ccxt.pro.bybit())
    try:
        markets = await exchange.load_markets()
        check("ccxt markets", "BTC/USDT:USDT" in markets and "BTC/USDT" in markets, sorted(markets))
        check("ccxt time", await exchange.fetch_time() > 0)
        for symbol in ("BTC/USDT", "BTC/USDT:USDT"):
            rows = await exchange.fetch_ohlcv(symbol, "1m", limit=1000)
            check("ccxt ohlcv " + symbol, len(rows) == 1000, rows[-1])
            ticker = await exchange.fetch_ticker(symbol)
            check("ccxt ticker " + symbol, ticker["bid"] and ticker["last"], ticker["bid"])
            book = await exchange.fetch_order_book(symbol, 20)
            check("ccxt book " + symbol, len(book["bids"]) == 20, book["bids"][0])
            check("ccxt trades " + symbol, await exchange.fetch_trades(symbol, limit=20))
        check("ccxt tickers", len(await exchange.fetch_tickers(None, {"category": "linear"})) > 0)
        check("ccxt funding", await exchange.fetch_funding_rate("BTC/USDT:USDT"))
        check("ccxt funding history", len(await exchange.fetch_funding_rate_history("BTC/USDT:USDT", limit=10)) == 10)
        for symbol in ("BTC/USDT", "BTC/USDT:USDT"):
            check("ccxt.pro ohlcv " + symbol, await asyncio.wait_for(exchange.watch_ohlcv(symbol, "1m"), 40))
            check("ccxt.pro ticker " + symbol, (await asyncio.wait_for(exchange.watch_ticker(symbol), 40))["last"])
            book = await asyncio.wait_for(exchange.watch_order_book(symbol), 40)
            for _ in range(10):
                book = await asyncio.wait_for(exchange.watch_order_book(symbol), 40)
            check("ccxt.pro book " + symbol, book["bids"][0][0] < book["asks"][0][0], (len(book["bids"]), book["bids"][0]))
            check("ccxt.pro trades " + symbol, await asyncio.wait_for(exchange.watch_trades(symbol), 40))
            check("ccxt.pro bids and asks " + symbol, await asyncio.wait_for(exchange.watch_bids_asks([symbol]), 40))
            for kind, undo in (("trades", exchange.un_watch_trades), ("ticker", exchange.un_watch_ticker)):
                check(f"ccxt.pro end of {kind} {symbol}", await asyncio.wait_for(undo(symbol), 40) is not None)
            check("ccxt.pro trades again " + symbol, await asyncio.wait_for(exchange.watch_trades(symbol), 40))
            control("faults/drop")
            came_back = None
            for _ in range(20):
                try:
                    came_back = await asyncio.wait_for(exchange.watch_order_book(symbol), 40)
                    break
                except ccxt.pro.NetworkError:
                    await asyncio.sleep(0.5)
            check("ccxt.pro book after a drop " + symbol, came_back and came_back["bids"][0][0] < came_back["asks"][0][0])
    finally:
        await exchange.close()


def pybit_linear():
    pybit_stream("linear")


def pybit_spot():
    pybit_stream("spot")


def ccxt_pro():
    asyncio.run(ccxt_all())


run(pybit_rest, pybit_linear, pybit_spot, ccxt_rest, ccxt_pro)
