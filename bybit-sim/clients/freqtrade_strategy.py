from freqtrade.strategy import IStrategy


class HoldTwoMinutes(IStrategy):
    """Enters at every candle, protects itself with a stop at the exchange and leaves after two minutes."""

    INTERFACE_VERSION = 3
    timeframe = "1m"
    can_short = False
    stoploss = -0.05
    minimal_roi = {"2": -1}
    startup_candle_count = 20
    order_types = {"entry": "limit", "exit": "market", "emergency_exit": "market", "stoploss": "market", "stoploss_on_exchange": True, "stoploss_on_exchange_interval": 30}

    def populate_indicators(self, dataframe, metadata):
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe["enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe


class WithoutStop(HoldTwoMinutes):
    """For spot, where freqtrade leaves no stop at Bybit."""

    order_types = {"entry": "limit", "exit": "limit", "stoploss": "market", "stoploss_on_exchange": False}


class StopsOut(HoldTwoMinutes):
    """Enters short too, with a stop so near that the market reaches it."""

    can_short = True
    stoploss = -0.002
    minimal_roi = {"30": -1}

    def populate_entry_trend(self, dataframe, metadata):
        dataframe["enter_long" if metadata["pair"].startswith("BTC") else "enter_short"] = 1
        return dataframe
