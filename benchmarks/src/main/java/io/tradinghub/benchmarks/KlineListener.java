package io.tradinghub.benchmarks;

import java.util.function.Consumer;

import io.tradinghub.exchange.bybit.stream.Reply;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Quote;
import io.tradinghub.recorder.frame.FrameFault;
import io.tradinghub.recorder.frame.FrameListener;
import io.tradinghub.recorder.frame.Kline;

/// Receives candles only; anything else is an error in these benchmarks.
record KlineListener(Consumer<Kline> klines) implements FrameListener {

    @Override
    public void onKline(Kline kline) {
        klines.accept(kline);
    }

    @Override
    public void onQuote(Quote quote) {
        throw new IllegalStateException("unexpected " + quote);
    }

    @Override
    public void onFunding(FundingRate rate) {
        throw new IllegalStateException("unexpected " + rate);
    }

    @Override
    public void onReply(Reply reply) {
        throw new IllegalStateException("unexpected " + reply);
    }

    @Override
    public void onFault(FrameFault fault, String detail, String frame) {
        throw new IllegalStateException("%s, %s: %s".formatted(fault, detail, frame));
    }
}
