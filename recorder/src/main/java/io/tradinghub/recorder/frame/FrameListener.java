package io.tradinghub.recorder.frame;

import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Quote;

/// Hears what a [FrameDecoder] found in a frame, on the thread that decodes. A frame is heard as a whole or, when it is
/// bad, only as a fault.
public interface FrameListener {

    /// A candle as it stands; the argument is lent for the duration of the call and then reused.
    void onKline(Kline kline);

    void onQuote(Quote quote);

    /// A funding rate that differs from the last one heard.
    void onFunding(FundingRate rate);

    /// The answer to a request of ours, pongs included.
    void onReply(Reply reply);

    /// The frame cannot be understood; nothing else is heard of it.
    void onFault(FrameFault fault, String detail, String frame);
}
