package io.tradinghub.preflight;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.preflight.AccountBook.Owner;
import io.tradinghub.preflight.Answer.Told;
import io.tradinghub.preflight.ExchangeAccount.Fees;
import io.tradinghub.preflight.ExchangeAccount.KeyInfo;
import io.tradinghub.preflight.ExchangeAccount.Perpetual;

/// Asks the exchange and the ledger about a bot's account and judges the answers. Nothing is changed at the exchange.
/// Of an account that is another's no more is asked than whose it is.
public final class Preflight implements AccountChecks {
    private final Expectations wanted;
    private final ExchangeAccount account;
    private final AccountBook book;
    private final String fingerprint;
    private final InstantSource clock;

    /// @param account stays its owner's, as the book does
    /// @param fingerprint of the bot's key
    /// @param clock by which a key expires
    public Preflight(Expectations wanted, ExchangeAccount account, AccountBook book, String fingerprint,
            InstantSource clock) {
        this.wanted = wanted;
        this.account = account;
        this.book = book;
        this.fingerprint = fingerprint;
        this.clock = clock;
    }

    @Override
    public boolean isKeyKnown() {
        try {
            return book.isKeyKnown(fingerprint);
        } catch (StoreUnavailableException _) {
            return false;
        }
    }

    @Override
    public PreflightReport check() {
        return ask(uid -> book.claim(uid, fingerprint));
    }

    /// The same, and changes nothing in the ledger either.
    public PreflightReport look() {
        return ask(book::ownerOf);
    }

    private PreflightReport ask(LongFunction<Owner> owner) {
        Answer<KeyInfo> key = Answer.of(account::key);
        Optional<Answer<Owner>> whose = key instanceof Told<KeyInfo>(KeyInfo told)
                ? Optional.of(Answer.of(() -> owner.apply(told.uid())))
                : Optional.empty();
        boolean isUsable = whose.filter(Preflight::isUsable).isPresent();
        return new Judge(wanted).judge(
                new Facts(clock.instant(), key, whose, isUsable ? Optional.of(ofAccount()) : Optional.empty()));
    }

    private static boolean isUsable(Answer<Owner> owner) {
        return owner instanceof Told<Owner>(Owner told) && switch (told) {
            case Owner.ThisBot _,Owner.Nobody _ -> true;
            case Owner.AnotherBot _,Owner.OtherAccount _ -> false;
        };
    }

    private Facts.OfAccount ofAccount() {
        return new Facts.OfAccount(Answer.of(account::setup), Answer.of(this::perpetuals),
                Answer.of(() -> account.balance(wanted.coin())), Answer.of(book::results),
                Answer.of(account::clockAhead), Answer.of(account::orders), Answer.of(this::fees),
                Answer.of(book::approval));
    }

    private List<Perpetual> perpetuals() {
        return wanted.of(Category.LINEAR).stream().map(account::perpetual).toList();
    }

    /// A category has one rate for all but a few instruments, so its first is asked about.
    private Map<InstrumentId, Fees> fees() {
        Map<InstrumentId, Fees> fees = new HashMap<>();
        for (Category category : Category.values()) {
            wanted.of(category).stream().findFirst()
                    .ifPresent(instrument -> fees.put(instrument, account.fees(instrument)));
        }
        return fees;
    }
}
