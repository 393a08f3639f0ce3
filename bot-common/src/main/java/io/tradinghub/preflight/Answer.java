package io.tradinghub.preflight;

import java.util.function.Function;
import java.util.function.Supplier;

import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.market.StoreUnavailableException;

/// What came of a question.
sealed interface Answer<T> {

    record Told<T>(T value) implements Answer<T> {}

    /// The exchange answered that it will not tell this key.
    record Refused<T>(int code, String reason) implements Answer<T> {}

    /// It says nothing about what was asked.
    record None<T>(String reason) implements Answer<T> {}

    /// Asks; what cannot be read is no answer.
    static <T> Answer<T> of(Supplier<T> question) {
        try {
            return new Told<>(question.get());
        } catch (ExchangeRefusalException refused) {
            return new Refused<>(refused.code(), String.valueOf(refused.getMessage()));
        } catch (ExchangeUnavailableException | StoreUnavailableException | IllegalArgumentException none) {
            return new None<>(String.valueOf(none.getMessage()));
        }
    }

    /// Judges the value; without one the check has failed or stays open.
    default Check judge(Topic topic, Function<T, Check> judge) {
        return switch (this) {
            case Told<T>(T value) -> judge.apply(value);
            case Refused<T>(int _, String reason) -> new Check(topic, Check.State.FAILED, reason,
                    "give the key the rights to trade, and this host's address, at Bybit");
            case None<T>(String reason) -> Check.noAnswer(topic, reason);
        };
    }
}
