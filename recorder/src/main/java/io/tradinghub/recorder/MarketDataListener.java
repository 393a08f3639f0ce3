package io.tradinghub.recorder;

import java.util.List;

import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Quote;
import io.tradinghub.recorder.frame.FrameFault;
import io.tradinghub.recorder.frame.Kline;
import io.tradinghub.recorder.frame.Topic;

/// Receives the market data of every [Feed], on the recorder's thread.
interface MarketDataListener {
    void onKline(Kline kline);

    void onQuote(Quote quote);

    void onFunding(FundingRate rate);

    void onFault(FrameFault fault, String detail, String frame);

    /// The exchange rejected this topic and sends no data for it until it accepts it.
    void onRejected(Topic topic);

    /// No data of these topics is missed from now on; rejected topics are not among them.
    void onSubscribed(List<Topic> topics);
}
