package io.tradinghub.recorder;

import io.tradinghub.exchange.bybit.stream.Reply;
import io.tradinghub.exchange.bybit.stream.StreamSession;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Quote;
import io.tradinghub.recorder.frame.FrameFault;
import io.tradinghub.recorder.frame.FrameListener;
import io.tradinghub.recorder.frame.Kline;

/// Passes the content of a connection's frames on: replies and signs of data to its session, market data to the market
/// listener.
record FrameDispatcher(StreamSession session, MarketDataListener market) implements FrameListener {

    @Override
    public void onKline(Kline kline) {
        session.onData(System.nanoTime());
        market.onKline(kline);
    }

    @Override
    public void onQuote(Quote quote) {
        session.onData(System.nanoTime());
        market.onQuote(quote);
    }

    @Override
    public void onFunding(FundingRate rate) {
        market.onFunding(rate);
    }

    @Override
    public void onReply(Reply reply) {
        session.onReply(reply, System.nanoTime());
    }

    @Override
    public void onFault(FrameFault fault, String detail, String frame) {
        market.onFault(fault, detail, frame);
    }
}
