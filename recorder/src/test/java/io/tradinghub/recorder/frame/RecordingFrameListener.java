package io.tradinghub.recorder.frame;

import java.util.ArrayList;
import java.util.List;

import io.tradinghub.exchange.bybit.stream.Reply;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Quote;

/// Records what a decoder delivers, candles as lines too.
final class RecordingFrameListener implements FrameListener {
    final List<String> lines = new ArrayList<>();
    final List<Object> others = new ArrayList<>();
    final List<FrameFault> faults = new ArrayList<>();
    private final LineBuffer buffer = new LineBuffer(16);

    @Override
    public void onKline(Kline kline) {
        buffer.clear();
        kline.appendTo(buffer);
        lines.add(buffer.toLines().text());
        others.add(kline.toCandle());
    }

    @Override
    public void onQuote(Quote quote) {
        others.add(quote);
    }

    @Override
    public void onFunding(FundingRate rate) {
        others.add(rate);
    }

    @Override
    public void onReply(Reply reply) {
        others.add(reply);
    }

    @Override
    public void onFault(FrameFault fault, String detail, String frame) {
        faults.add(fault);
    }

    void clear() {
        lines.clear();
        others.clear();
        faults.clear();
    }
}
