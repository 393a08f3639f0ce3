package io.tradinghub.arbitrage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Category;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.market.Symbol;
import org.jspecify.annotations.Nullable;

/// The decisions about one coin: long on spot and short in the perpetual, or flat in both.
final class Pair {
    private final InstrumentId spot;
    private final InstrumentId perpetual;
    private final ArbitrageSettings settings;
    private final UsualBasis usualBasis;
    private final Targets flat;
    private @Nullable Quote spotQuote;
    private @Nullable Quote perpetualQuote;
    private double expectedFunding;
    private Instant expectedUntil = Instant.MIN;
    /// What was asked for and is not filled yet; unchanged where nothing is.
    private Targets entry = Targets.unchanged();

    Pair(Symbol symbol, ArbitrageSettings settings) {
        this.spot = InstrumentId.spot(symbol.name());
        this.perpetual = InstrumentId.linear(symbol.name());
        this.settings = settings;
        this.usualBasis = new UsualBasis(settings.basis().length());
        this.flat = Targets.of(Target.now(spot, 0), Target.now(perpetual, 0));
    }

    void onCandle(Candle candle) {
        usualBasis.update(candle);
    }

    /// The rate says something until it is settled; after that nothing is decided before the next one is announced.
    void onFunding(FundingRate rate) {
        expectedFunding = settings.carry().expected(rate.rate(), rate.period());
        expectedUntil = rate.settlesAt();
    }

    Targets onQuote(Quote quote, AccountView account) {
        if (quote.instrument().category() == Category.SPOT) {
            spotQuote = quote;
        } else {
            perpetualQuote = quote;
        }
        Quote ofSpot = spotQuote;
        Quote ofPerpetual = perpetualQuote;
        if (ofSpot == null || ofPerpetual == null || !usualBasis.isKnown()
                || !quote.exchangeTime().isBefore(expectedUntil)
                || areApart(ofSpot, ofPerpetual)) {
            return Targets.unchanged();
        }
        if (isOpen(account, ofSpot.bidPrice())) {
            return manage(quote, account, holdingValue(ofSpot, ofPerpetual));
        }
        return consider(account, ofSpot, entryValue(ofSpot, ofPerpetual));
    }

    private boolean areApart(Quote ofSpot, Quote ofPerpetual) {
        long skew = ofSpot.exchangeTime().toEpochMilli() - ofPerpetual.exchangeTime().toEpochMilli();
        return Math.abs(skew) > settings.basis().maxSkew().toMillis();
    }

    /// What a new pair is expected to earn, as a fraction of a leg: funding, and the basis closing from what it can be
    /// sold at to the usual one, less four fees and the spreads paid on the way out.
    private double entryValue(Quote ofSpot, Quote ofPerpetual) {
        double basis = ofPerpetual.bidPrice() / ofSpot.askPrice() - 1;
        double halfSpreads = (ofSpot.askPrice() - ofSpot.bidPrice()) / 2 / ofSpot.askPrice()
                + (ofPerpetual.askPrice() - ofPerpetual.bidPrice()) / 2 / ofPerpetual.askPrice();
        return expectedFunding + basis - usualBasis.value() - halfSpreads - settings.costs().roundTrip();
    }

    /// What holding on is expected to earn against leaving now, as a fraction of a leg: the fees of leaving are due
    /// either way.
    private double holdingValue(Quote ofSpot, Quote ofPerpetual) {
        double basis = ofPerpetual.askPrice() / ofSpot.bidPrice() - 1;
        return expectedFunding + basis - usualBasis.value();
    }

    private Targets manage(Quote quote, AccountView account, double value) {
        entry = Targets.unchanged();
        long opened = Math.max(account.openedAtMillis(spot), account.openedAtMillis(perpetual));
        boolean heldLongEnough = quote.exchangeTime().toEpochMilli() - opened >= settings.carry().minHold().toMillis();
        return value < -settings.carry().exitMargin() && heldLongEnough ? flat : Targets.unchanged();
    }

    /// Once wanted, a pair that is not filled yet stays wanted until nothing of the margin is left: a price that moves
    /// by a tick must not make and cancel orders. It is asked for again at every quote, since the quote of the first
    /// time may have been too old to trade on.
    private Targets consider(AccountView account, Quote ofSpot, double value) {
        if (!entry.isUnchanged()) {
            if (value >= 0) {
                return entry;
            }
            entry = Targets.unchanged();
            return flat;
        }
        double quantity = value < settings.carry().entryMargin() ? 0 : quantity(account, ofSpot.askPrice());
        if (quantity > 0) {
            entry = Targets.of(Target.now(spot, quantity), Target.now(perpetual, -quantity));
        }
        return entry;
    }

    /// What the spot fee leaves behind, less than the exchange takes as an order, is not a position.
    private boolean isOpen(AccountView account, double spotPrice) {
        if (account.position(perpetual) != 0) {
            return true;
        }
        double held = account.position(spot);
        return held != 0 && account.rules(spot).map(rules -> isTradable(rules, BigDecimal.valueOf(held), spotPrice))
                .orElse(true);
    }

    /// The largest quantity that both legs can trade, or 0 when it is below what the exchange takes.
    private double quantity(AccountView account, double price) {
        Optional<Instrument> spotRules = account.rules(spot);
        Optional<Instrument> perpetualRules = account.rules(perpetual);
        if (spotRules.isEmpty() || perpetualRules.isEmpty()) {
            return 0;
        }
        double affordable = Math.max(0, account.equity()) * settings.capitalShare() / settings.symbols().size() / price;
        BigDecimal quantity = LegSteps.of(spotRules.get(), perpetualRules.get()).roundDown(affordable);
        return isTradable(spotRules.get(), quantity, price) && isTradable(perpetualRules.get(), quantity, price)
                ? quantity.doubleValue()
                : 0;
    }

    private static boolean isTradable(Instrument rules, BigDecimal quantity, double price) {
        return quantity.compareTo(rules.minQuantity()) >= 0
                && quantity.doubleValue() * price >= rules.minNotional().doubleValue();
    }
}
