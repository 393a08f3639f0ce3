package io.tradinghub.recorder.frame;

/// Why a frame could not be decoded.
public enum FrameFault {
    /// Not a JSON object.
    NOT_JSON,
    /// Neither a topic nor an operation.
    UNKNOWN_SHAPE,
    /// A candle with a missing member or one of the wrong type.
    KLINE_SHAPE,
    /// A candle that cannot exist, for example its high below its low.
    KLINE_VALUES,
    /// An order book with a missing member or one of the wrong type.
    QUOTE_SHAPE,
    /// A best bid and ask that cannot exist, for example a bid above the ask.
    QUOTE_VALUES,
    /// A ticker whose funding members cannot be read.
    TICKER_SHAPE
}
