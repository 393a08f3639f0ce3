package io.tradinghub.recorder.frame;

import io.tradinghub.exchange.bybit.stream.Reply;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Quote;

/// Receives the content of each frame from a [FrameDecoder], on the thread that decodes. A frame is delivered either
/// completely or, if it is invalid, as one fault only.
public interface FrameListener {

    /// One candle; the decoder reuses the argument after the call returns.
    void onKline(Kline kline);

    void onQuote(Quote quote);

    /// A funding rate that differs from the last one delivered.
    void onFunding(FundingRate rate);

    /// The reply to a request of ours, including pongs.
    void onReply(Reply reply);

    /// The frame could not be decoded; the listener receives nothing else of it.
    void onFault(FrameFault fault, String detail, String frame);
}
