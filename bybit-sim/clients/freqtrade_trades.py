"""Runs freqtrade in live mode, on spot and on perpetuals, and looks at what it did and what its log says."""
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from checks import BASE, STREAM, account, check, run

SECONDS = int(os.environ.get("FREQTRADE_SECONDS", "330"))
here = Path(__file__).parent
work = Path(os.environ["SIM_KEYS"]).parent / "freqtrade"


def config(folder, mode, key, secret):
    swap = mode == "futures"
    pairs = ["BTC/USDT:USDT", "ETH/USDT:USDT"] if swap else ["BTC/USDT", "ETH/USDT"]
    api = {name: BASE for name in ("spot", "futures", "v2", "public", "private")}
    api["ws"] = {"public": {category: f"{STREAM}/v5/public/{category}" for category in ("spot", "linear", "inverse", "option")}}
    (folder / "config.json").write_text(json.dumps({
        "dry_run": False, "stake_currency": "USDT", "stake_amount": 200, "max_open_trades": 2, "trading_mode": mode,
        "margin_mode": "isolated" if swap else "", "tradable_balance_ratio": 0.99, "fiat_display_currency": "",
        "entry_pricing": {"price_side": "other", "use_order_book": True, "order_book_top": 1},
        "exit_pricing": {"price_side": "other", "use_order_book": True, "order_book_top": 1},
        "exchange": {"name": "bybit", "key": key, "secret": secret, "ccxt_config": {"urls": {"api": api}}, "pair_whitelist": pairs},
        "pairlists": [{"method": "StaticPairList"}], "internals": {"process_throttle_secs": 2}, "bot_name": "sim",
        "initial_state": "running", "db_url": f"sqlite:///{folder}/trades.sqlite", "user_data_dir": str(folder / "user_data"),
    }))


def trade(name, mode, strategy, number):
    key, secret, _ = account(number)
    folder = work / name
    (folder / "user_data").mkdir(parents=True, exist_ok=True)
    (folder / "trades.sqlite").unlink(missing_ok=True)
    config(folder, mode, key, secret)
    log = folder / "log"
    with log.open("w") as out:
        bot = subprocess.Popen([Path(sys.executable).parent / "freqtrade", "trade", "--config", folder / "config.json", "--strategy-path", here, "--strategy", strategy], stdout=out, stderr=out)
        time.sleep(SECONDS)
        bot.send_signal(signal.SIGINT)
        check(f"{name}: ends when asked", bot.wait(60) in (0, 130), bot.returncode)
    lines = log.read_text().splitlines()
    bad = [line for line in lines if re.search(r" - (ERROR|WARNING|CRITICAL) - |Traceback", line)]
    for line in bad:
        print("     " + line[:300])
    check(f"{name}: log without errors", not any(re.search("ERROR|CRITICAL|Traceback", line) for line in bad), log)
    with sqlite3.connect(folder / "trades.sqlite") as database:
        trades = database.execute("SELECT pair, is_open, exit_reason, amount, open_rate, close_rate, fee_open_cost, is_short FROM trades").fetchall()
        orders = database.execute("SELECT ft_order_side, ft_is_open, status, filled, average, order_type FROM orders").fetchall()
    closed = [row for row in trades if not row[1]]
    check(f"{name}: trades closed", len(closed) >= 2 and all(row[5] for row in closed), trades)
    check(f"{name}: orders filled", [row for row in orders if row[2] == "closed" and row[3] > 0], orders)
    return trades, orders


def spot():
    trades, _ = trade("spot", "spot", "WithoutStop", 4)
    check("spot: leaves when the time is over", all(row[2] == "roi" for row in trades if not row[1]), trades)


def futures():
    trades, orders = trade("futures", "futures", "HoldTwoMinutes", 5)
    check("futures: stop orders at the exchange", [row for row in orders if row[0] == "stoploss"], orders)
    check("futures: leaves when the time is over", all(row[2] == "roi" for row in trades if not row[1]), trades)


def stopped():
    trades, _ = trade("stopped", "futures", "StopsOut", 6)
    check("stopped: by the exchange", all(row[2] == "stoploss_on_exchange" for row in trades if not row[1]), trades)
    check("stopped: long and short", {row[7] for row in trades} == {0, 1}, trades)


run(*[part for part in (spot, futures, stopped) if not sys.argv[1:] or part.__name__ in sys.argv[1:]])
