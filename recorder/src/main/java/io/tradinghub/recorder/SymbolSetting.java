package io.tradinghub.recorder;

import java.util.List;

import io.tradinghub.market.InstrumentId;

/// An item of `SYMBOLS`: `linear:BTCUSDT` names one instrument, `BTCUSDT` alone both the perpetual and the spot pair.
record SymbolSetting(String text, List<InstrumentId> instruments) {

    static SymbolSetting parse(String text) {
        List<InstrumentId> instruments = text.indexOf(':') >= 0
                ? List.of(InstrumentId.parse(text))
                : List.of(InstrumentId.linear(text), InstrumentId.spot(text));
        return new SymbolSetting(text, instruments);
    }

    @Override
    public String toString() {
        return text;
    }
}
