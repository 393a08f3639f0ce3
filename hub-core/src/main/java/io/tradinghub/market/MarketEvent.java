package io.tradinghub.market;

/// Something a [MarketFeed] delivers.
public sealed interface MarketEvent {

    /// A closed candle: each exactly once and in order within its series.
    record CandleClosed(Candle candle) implements MarketEvent {}

    /// The newest best bid and ask; older ones may have been skipped.
    record QuoteChanged(Quote quote) implements MarketEvent {}

    /// The newest announced funding rate.
    record FundingAnnounced(FundingRate rate) implements MarketEvent {}

    /// The exchange's rules of an instrument, first or changed.
    record RulesPublished(Instrument instrument) implements MarketEvent {}
}
